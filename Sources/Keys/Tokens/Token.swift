/// The text of an API key: `<prefix>_<tag>_<id>_<secret><check>` (docs/ARCHITECTURE.md, Model).
///
/// The checksum is public and unkeyed: it lets scanners confirm a find offline and the gateway refuse a typo without a
/// look-up. It proves nothing about the key.
package enum Token {
    /// Characters of the public id.
    package static let idLength = 16
    /// Characters of the secret: 43 base62 characters drawn uniformly carry at least 256 bits.
    package static let secretLength = 43
    /// Characters of the checksum.
    package static let checkLength = 6
    /// Longest prefix and longest environment tag.
    package static let longestPrefix = 16
    package static let longestTag = 16
    /// Longest token there can be.
    package static let longest = longestPrefix + longestTag + 3 + idLength + secretLength + checkLength
    /// Shortest token there can be.
    package static let shortest = 1 + 1 + 3 + idLength + secretLength + checkLength

    /// Whether the text may stand before the first underscore: `[a-z][a-z0-9]{0,15}`.
    package static func isPrefix(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7a).contains(first) else { return false }
        return text.utf8.count <= longestPrefix && text.utf8.allSatisfy(isTagByte)
    }

    /// Whether the text may tag an environment: `[a-z0-9]{1,16}`.
    package static func isTag(_ text: String) -> Bool {
        (1...longestTag).contains(text.utf8.count) && text.utf8.allSatisfy(isTagByte)
    }

    /// Puts a token together around a secret of exactly 43 base62 characters and appends its checksum.
    package static func compose(prefix: String, tag: String, id: KeyID, secret: [UInt8]) -> [UInt8] {
        precondition(secret.count == secretLength, "a secret has 43 characters")
        var text = Array("\(prefix)_\(tag)_".utf8)
        text.reserveCapacity(longest)
        text += id.characters
        text.append(0x5f)
        text += secret
        text += Base62.sixDigits(of: CRC32.checksum(text.span))
        return text
    }

    @usableFromInline
    static func isTagByte(_ byte: UInt8) -> Bool {
        (byte &- 0x30) < 10 || (byte &- 0x61) < 26
    }
}

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
            let id = KeyID(characters: bytes, at: idOffset)
        else { return nil }
        for index in (idOffset + Token.idLength + 1)..<bytes.count where !Base62.contains(bytes[index]) { return nil }
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
