/// Base64 with its standard alphabet (RFC 4648, 4), padding required.
enum Base64 {
    /// Decodes a text in its one form; `nil` for anything else, for nothing, and for more than `longest` bytes.
    static func decode(_ text: Span<UInt8>, longest: Int) -> [UInt8]? {
        guard text.count > 0, text.count % 4 == 0, text.count / 4 * 3 <= longest + 2 else { return nil }
        var padding = 0
        while padding < 2, text[text.count - 1 - padding] == 0x3d { padding += 1 }
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3)
        var word: UInt32 = 0
        for index in 0..<(text.count - padding) {
            guard let value = self.value(text[index]) else { return nil }
            word = word << 6 | UInt32(value)
            guard index % 4 == 3 else { continue }
            output.append(UInt8(truncatingIfNeeded: word >> 16))
            output.append(UInt8(truncatingIfNeeded: word >> 8))
            output.append(UInt8(truncatingIfNeeded: word))
            word = 0
        }
        switch padding {
        case 1:
            guard word & 0x3 == 0 else { return nil }
            output.append(UInt8(truncatingIfNeeded: word >> 10))
            output.append(UInt8(truncatingIfNeeded: word >> 2))
        case 2:
            guard word & 0xf == 0 else { return nil }
            output.append(UInt8(truncatingIfNeeded: word >> 4))
        default: break
        }
        return output.count <= longest ? output : nil
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5a: byte - 0x41
        case 0x61...0x7a: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2b: 62
        case 0x2f: 63
        default: nil
        }
    }
}
