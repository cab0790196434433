/// SHA-1 (FIPS 180-4, 6.1) of a short text. The handshake of WebSocket asks for it (RFC 6455, 1.3) so that a server shows that
/// it has understood; nothing secret rests on it.
enum SHA1 {
    /// The hash of the bytes.
    static func digest(of bytes: Span<UInt8>) -> InlineArray<20, UInt8> {
        var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
            0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0
        )
        // Behind the text come a bit, zeros, and how many bits there are.
        let blockCount = (bytes.count + 8) / 64 + 1
        for block in 0..<blockCount {
            var words = InlineArray<80, UInt32>(repeating: 0)
            for index in 0..<64 {
                let byte = self.byte(block * 64 + index, of: bytes, last: blockCount * 64)
                words[index / 4] = words[index / 4] << 8 | UInt32(byte)
            }
            self.mix(&words, into: &state)
        }
        var digest = InlineArray<20, UInt8>(repeating: 0)
        for index in 0..<4 {
            let shift = UInt32(24 - 8 * index)
            digest[index] = UInt8(truncatingIfNeeded: state.0 >> shift)
            digest[4 + index] = UInt8(truncatingIfNeeded: state.1 >> shift)
            digest[8 + index] = UInt8(truncatingIfNeeded: state.2 >> shift)
            digest[12 + index] = UInt8(truncatingIfNeeded: state.3 >> shift)
            digest[16 + index] = UInt8(truncatingIfNeeded: state.4 >> shift)
        }
        return digest
    }

    private static func byte(_ index: Int, of bytes: Span<UInt8>, last: Int) -> UInt8 {
        if index < bytes.count { return bytes[index] }
        if index == bytes.count { return 0x80 }
        guard index >= last - 8 else { return 0 }
        let bits = UInt64(bytes.count) &* 8
        return UInt8(truncatingIfNeeded: bits >> UInt64(8 * (last - 1 - index)))
    }

    private static func mix(
        _ words: inout InlineArray<80, UInt32>, into state: inout (UInt32, UInt32, UInt32, UInt32, UInt32)
    ) {
        for index in 16..<80 {
            let word = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
            words[index] = self.rotated(word, 1)
        }
        var (a, b, c, d, e) = state
        for index in 0..<80 {
            let (choice, constant) = self.round(index, b, c, d)
            let next = self.rotated(a, 5) &+ choice &+ e &+ constant &+ words[index]
            (a, b, c, d, e) = (next, a, self.rotated(b, 30), c, d)
        }
        state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
    }

    private static func round(_ index: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (UInt32, UInt32) {
        switch index {
        case ..<20: (b & c | ~b & d, 0x5a82_7999)
        case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case ..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}
