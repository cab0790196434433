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
