/// The names of keys in notes: not empty, without Unicode spaces and plus signs (C2SP signed-note).
package enum NoteName {
    /// Longest name, in bytes.
    static let longest = 255

    package static func isValid(_ name: some StringProtocol) -> Bool {
        (1...self.longest).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
    }

    /// Whether both are the same byte for byte: strings also equal each other across Unicode's normal forms.
    static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
