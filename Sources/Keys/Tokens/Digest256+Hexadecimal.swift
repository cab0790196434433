extension Digest256 {
    /// 64 lower-case hexadecimal digits. Only for digests that may be seen.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 64) { target in
            for (place, byte) in self.bytes.enumerated() {
                target.initializeElement(at: 2 * place, to: Self.digit(byte >> 4))
                target.initializeElement(at: 2 * place + 1, to: Self.digit(byte & 15))
            }
            return 64
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 - 10 + value }

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
