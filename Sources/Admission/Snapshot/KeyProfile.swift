import Keys

/// What a key is called and said to be, for verifiers that ask: nothing is ever decided by it.
///
/// Written once as the members of a JSON object, `"name":"…","meta":{…}`, so that a segment keeps the profiles of all its
/// keys in one run of bytes.
enum KeyProfile {
    /// The members; empty when there is nothing to say.
    static func members(of record: KeyRecord) -> [UInt8] {
        var text: [UInt8] = []
        if !record.name.isEmpty {
            text += "\"name\":".utf8
            self.append(record.name, to: &text)
        }
        guard !record.metadata.isEmpty else { return text }
        text += (text.isEmpty ? "\"meta\":{" : ",\"meta\":{").utf8
        for (index, member) in record.metadata.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { text.append(0x2c) }
            self.append(member.key, to: &text)
            text.append(0x3a)
            self.append(member.value, to: &text)
        }
        text.append(0x7d)
        return text
    }

    /// A JSON string, quotes included.
    private static func append(_ string: String, to text: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        text.append(0x22)
        for byte in string.utf8 {
            switch byte {
            case 0x22, 0x5c: text += [0x5c, byte]
            case 0..<0x20: text += [0x5c, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 0xf)]]
            default: text.append(byte)
            }
        }
        text.append(0x22)
    }
}
