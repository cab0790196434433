/// Bytes written as text: hexadecimal, base64 or base64url, with or without padding.
package enum BinaryText {
    /// The bytes; `nil` for text that is none of these. Text that could be both is hexadecimal, which hashes of a known
    /// length cannot be mistaken for.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        Self.hexadecimal(text) ?? Self.base64(text)
    }

    private static func hexadecimal(_ text: [UInt8]) -> [UInt8]? {
        guard !text.isEmpty, text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = Self.digit(text[index]), let low = Self.digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if (byte &- 0x30) < 10 { return byte - 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    private static func base64(_ text: [UInt8]) -> [UInt8]? {
        let padding = text.reversed().prefix { $0 == 0x3d }.count
        let digits = text.dropLast(padding)
        guard !digits.isEmpty, padding <= 2, padding == 0 || text.count.isMultiple(of: 4), digits.count % 4 != 1 else {
            return nil
        }
        var bytes: [UInt8] = []
        var (buffer, bits): (UInt32, UInt32) = (0, 0)
        for byte in digits {
            guard let value = Self.sextet(byte) else { return nil }
            buffer = (buffer << 6 | value) & 0xffff
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        }
        return bytes
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5a: UInt32(byte - 0x41)
        case 0x61...0x7a: UInt32(byte - 0x61 + 26)
        case 0x30...0x39: UInt32(byte - 0x30 + 52)
        case 0x2b, 0x2d: 62
        case 0x2f, 0x5f: 63
        default: nil
        }
    }
}
