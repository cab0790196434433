/// A 256-bit digest held in place, so that a table of them is one flat run of memory.
@usableFromInline
package struct Digest256: Hashable, Sendable {
    @usableFromInline package var words: (UInt64, UInt64, UInt64, UInt64)

    @inlinable
    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// All zeros: never the digest of a stored secret.
    @inlinable
    package static var zero: Self { .init(words: (0, 0, 0, 0)) }

    /// Reads exactly 32 bytes; `nil` for any other number. Inlined, because every row of the store has one or two of them.
    @inlinable
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        // The last byte pushes all others to their places.
        for byte in bytes {
            words.0 = words.0 << 8 | words.1 >> 56
            words.1 = words.1 << 8 | words.2 >> 56
            words.2 = words.2 << 8 | words.3 >> 56
            words.3 = words.3 << 8 | UInt64(byte)
        }
        self.init(words: words)
    }

    /// The 32 bytes in order.
    package var bytes: [UInt8] {
        let words: InlineArray<4, UInt64> = [self.words.0, self.words.1, self.words.2, self.words.3]
        return [UInt8](unsafeUninitializedCapacity: 32) { target, count in
            for place in 0..<32 {
                let byte = UInt8(truncatingIfNeeded: words[place >> 3] >> UInt64(56 - 8 * (place & 7)))
                target.initializeElement(at: place, to: byte)
            }
            count = 32
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
