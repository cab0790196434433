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
        // Six digits are far below the largest word, and no two ways of writing a number have as many.
        var value: UInt64 = 0
        for index in checkOffset..<bytes.count { value = value &* 62 &+ Base62.value(of: bytes[index]) }
        return value == UInt64(CRC32.checksum(bytes.extracting(0..<checkOffset)))
    }
}
