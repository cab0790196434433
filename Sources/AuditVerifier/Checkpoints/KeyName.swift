/// The rules for names of keys (C2SP signed-note): some bytes of UTF-8, no space of any kind, no plus sign.
enum KeyName {
    static let longest = 255

    static func isGood(_ name: ArraySlice<UInt8>) -> Bool {
        guard (1...self.longest).contains(name.count), let text = String(validating: name, as: UTF8.self) else {
            return false
        }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
        }
    }
}
