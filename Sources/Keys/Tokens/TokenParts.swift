/// Where the parts of a well-formed token lie in the bytes it was read from.
///
/// Well-formed means shape and checksum; it says nothing about whether such a key was ever issued.
package struct TokenParts: Sendable, Equatable {
    package let id: KeyID
    /// Bytes before the first underscore.
    package let prefixLength: Int
    /// Bytes between the first and the second underscore.
    package let tagLength: Int

    /// Where the environment tag begins.
    package var tagOffset: Int { self.prefixLength + 1 }
    /// Where the sixteen characters of the id begin.
    package var idOffset: Int { self.prefixLength + self.tagLength + 2 }
    /// Where the secret begins.
    package var secretOffset: Int { self.idOffset + Token.idLength + 1 }

    /// Reads a token; `nil` unless shape and checksum hold. Never looks anything up and allocates nothing.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Token.shortest, bytes.count <= Token.longest else { return nil }
        guard let prefixLength = Self.run(in: bytes, from: 0, atMost: Token.longestPrefix),
            (0x61...0x7a).contains(bytes[0]),
            let tagLength = Self.run(in: bytes, from: prefixLength + 1, atMost: Token.longestTag)
        else { return nil }
        let idOffset = prefixLength + tagLength + 2
        let checkOffset = bytes.count - Token.checkLength
        guard checkOffset - Token.secretLength == idOffset + Token.idLength + 1,
            bytes[idOffset + Token.idLength] == 0x5f,
            let id = KeyID(characters: bytes, at: idOffset),
            Base62.containsAll(bytes.extracting((idOffset + Token.idLength + 1)..<bytes.count))
        else { return nil }
        guard Self.checksumMatches(bytes, checkOffset: checkOffset) else { return nil }
        self.id = id
        self.prefixLength = prefixLength
        self.tagLength = tagLength
    }

    /// Length of the run of tag bytes from `start` that an underscore ends; `nil` when there is none of 1 to `limit` bytes.
    private static func run(in bytes: Span<UInt8>, from start: Int, atMost limit: Int) -> Int? {
        var length = 0
        while start + length < bytes.count, Token.isTagByte(bytes[start + length]) {
            length += 1
            if length > limit { return nil }
        }
        guard length > 0, start + length < bytes.count, bytes[start + length] == 0x5f else { return nil }
        return length
    }

    private static func checksumMatches(_ bytes: Span<UInt8>, checkOffset: Int) -> Bool {
        var value = CRC32.checksum(bytes.extracting(0..<checkOffset))
        for index in stride(from: bytes.count - 1, through: checkOffset, by: -1) {
            guard bytes[index] == digit(value % 62) else { return false }
            value /= 62
        }
        return true
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value)
        if value < 10 { return 0x30 + value }
        return value < 36 ? 0x41 + value - 10 : 0x61 + value - 36
    }
}
