/// The shape that a token of another system may have to be looked at at all.
package enum ForeignToken {
    /// Bytes of the shortest and the longest that are admitted.
    package static let shortest = 8
    package static let longest = 512

    /// Whether the bytes may be such a token: 8 to 512 visible ASCII characters. Says nothing about who issued it.
    package static func isAdmissible(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= Self.shortest, bytes.count <= Self.longest else { return false }
        for index in bytes.indices where (bytes[index] &- 0x21) > 0x5d { return false }
        return true
    }
}
