/// Base64 with its standard alphabet, padded, in the one way each run of bytes is written (RFC 4648, sections 4 and 3.5).
package enum Base64Text {
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var (word, count): (UInt32, Int) = (0, 0)
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            count += 1
            guard count == 3 else { continue }
            for shift in [18, 12, 6, 0] as [UInt32] { text.append(digits[Int(word >> shift & 63)]) }
            (word, count) = (0, 0)
        }
        switch count {
        case 1: text += [digits[Int(word >> 2)], digits[Int(word << 4 & 63)], 0x3d, 0x3d]
        case 2: text += [digits[Int(word >> 10)], digits[Int(word >> 4 & 63)], digits[Int(word << 2 & 63)], 0x3d]
        default: break
        }
        return String(decoding: text, as: Unicode.ASCII.self)
    }

    /// `nil` for text that `encode` does not write.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var (word, count): (UInt32, Int) = (0, 0)
        for byte in text.utf8 {
            guard let value = self.value(byte) else { break }
            word = word << 6 | value
            count += 1
            guard count == 4 else { continue }
            for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
            (word, count) = (0, 0)
        }
        switch count {
        case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
        case 3: bytes += [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
        default: break
        }
        // Writing it again is what makes padding, unused bits and foreign characters strict.
        return self.encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5a: UInt32(byte - 0x41)
        case 0x61...0x7a: UInt32(byte - 0x61 + 26)
        case 0x30...0x39: UInt32(byte - 0x30 + 52)
        case 0x2b: 62
        case 0x2f: 63
        default: nil
        }
    }
}
