extension Digest256 {
    /// 64 lower-case hexadecimal digits. Only for digests that may be seen.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = self.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: Unicode.ASCII.self)
    }

    /// Reads exactly 64 lower-case hexadecimal digits; `nil` for anything else.
    package init?(hexadecimal text: String) {
        guard text.utf8.count == 64 else { return nil }
        var nibbles: [UInt8] = []
        nibbles.reserveCapacity(64)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: nibbles.append(byte - 0x30)
            case 0x61...0x66: nibbles.append(byte - 0x61 + 10)
            default: return nil
            }
        }
        self.init(bytes: stride(from: 0, to: 64, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] })
    }
}
