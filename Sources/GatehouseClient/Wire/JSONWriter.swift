/// Writes a JSON object, member by member.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        self.begin()
        self.bytes.append(UInt8(ascii: "{"))
        members(&self)
        self.bytes.append(UInt8(ascii: "}"))
    }

    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        self.begin()
        self.bytes.append(UInt8(ascii: "["))
        for element in elements { write(&self, element) }
        self.bytes.append(UInt8(ascii: "]"))
    }

    /// Starts a member; its value is to follow.
    mutating func name(_ name: StaticString) {
        self.begin()
        self.quote(String(describing: name))
        self.bytes.append(UInt8(ascii: ":"))
    }

    /// A member whose value is a text.
    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        self.string(text)
    }

    mutating func string(_ text: String) {
        self.begin()
        self.quote(text)
    }

    mutating func integer(_ number: Int) {
        self.begin()
        self.bytes += String(number).utf8
    }

    /// A comma, unless the value is the first of its container or follows its name.
    private mutating func begin() {
        switch self.bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: self.bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func quote(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7f: self.bytes += Self.escaped(byte)
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
