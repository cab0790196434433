/// 32 bytes that SHA-256 or HMAC-SHA-256 gave, held as four words: the first byte is the most significant one of the
/// first word.
@usableFromInline
package struct Digest32: Hashable, Sendable {
    @usableFromInline package let words: (UInt64, UInt64, UInt64, UInt64)

    @inlinable
    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Reads exactly 32 bytes; `nil` for any other number.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.init(words: (words[0], words[1], words[2], words[3]))
    }

    /// The 32 bytes in order.
    package var bytes: [UInt8] {
        [self.words.0, self.words.1, self.words.2, self.words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    /// Whether both are the same, in time that does not depend on where they differ.
    @inlinable
    package func equalsInConstantTime(_ other: Self) -> Bool {
        (self.words.0 ^ other.words.0) | (self.words.1 ^ other.words.1) | (self.words.2 ^ other.words.2)
            | (self.words.3 ^ other.words.3) == 0
    }

    @usableFromInline
    package static func == (left: Self, right: Self) -> Bool { left.equalsInConstantTime(right) }

    @usableFromInline
    package func hash(into hasher: inout Hasher) { hasher.combine(self.words.0) }
}
