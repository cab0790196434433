/// The alphabet of ids, secrets and checksums: `0-9A-Za-z`, in that order.
@usableFromInline
package enum Base62 {
    /// The 62 digits in order of value.
    package static let alphabet: [UInt8] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether the byte is one of the 62 digits.
    @inlinable
    package static func contains(_ byte: UInt8) -> Bool {
        (byte &- 0x30) < 10 || ((byte | 0x20) &- 0x61) < 26
    }

    /// What a digit stands for. The caller has made sure that it is one.
    @inline(__always)
    static func value(of digit: UInt8) -> UInt64 {
        let offset: UInt8 = digit < 0x3a ? 0x30 : digit < 0x5b ? 0x41 - 10 : 0x61 - 36
        return UInt64(digit &- offset)
    }

    /// Whether all eight bytes of a word are digits; looks at all at once, so that a token costs a few steps.
    static func containsAll(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        guard word & high == 0 else { return false }
        // With the top bit set a byte stays above what is taken from it, which leaves the bit where it was large enough.
        let digits = ((word | high) &- Self.each(0x30)) & ((Self.each(0x39) | high) &- word)
        let lower = word | Self.each(0x20)
        let letters = ((lower | high) &- Self.each(0x61)) & ((Self.each(0x7a) | high) &- lower)
        return (digits | letters) & high == high
    }

    /// Whether every byte of a run is a digit.
    package static func containsAll(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 8 else { return bytes.indices.allSatisfy { Self.contains(bytes[$0]) } }
        var offset = 0
        while offset <= bytes.count - 8 {
            guard Self.containsAll(Self.word(of: bytes, at: offset)) else { return false }
            offset += 8
        }
        // The last eight again: some of them have been looked at, none is left out.
        return Self.containsAll(Self.word(of: bytes, at: bytes.count - 8))
    }

    /// Eight bytes, the first the most significant. The caller has made sure of them.
    static func word(of bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= bytes.count - 8, "callers look where eight bytes are")
        return UInt64(bigEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// Writes `value` as exactly six digits, most significant first, left-padded with `0`.
    ///
    /// Six digits hold any 32-bit value: 62⁶ > 2³².
    package static func sixDigits(of value: UInt32) -> [UInt8] {
        var remainder = value
        var digits = [UInt8](repeating: alphabet[0], count: 6)
        for index in stride(from: 5, through: 0, by: -1) {
            digits[index] = alphabet[Int(remainder % 62)]
            remainder /= 62
        }
        return digits
    }

    /// Draws `count` digits uniformly by rejection: bytes of 248 and above are thrown away, so that no digit is
    /// likelier than another. `randomBytes` yields that many bytes of a cryptographically secure generator at each call.
    package static func draw(_ count: Int, from randomBytes: (Int) -> [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(count)
        while digits.count < count {
            for byte in randomBytes(count) where byte < 248 && digits.count < count {
                digits.append(alphabet[Int(byte % 62)])
            }
        }
        return digits
    }
}
