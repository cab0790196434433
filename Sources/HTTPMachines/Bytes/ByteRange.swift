/// Where some bytes lie in the span they were parsed from. Offsets instead of slices: nothing is copied or retained.
@usableFromInline
package struct ByteRange: Equatable, Sendable {
    /// Offset of the first byte.
    @usableFromInline package var start: UInt32
    /// Number of bytes.
    @usableFromInline package var count: UInt32

    @inlinable
    package init(start: Int, end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: end &- start)
    }

    /// No bytes at all.
    @inlinable
    package static var empty: ByteRange { ByteRange(start: 0, end: 0) }

    @inlinable
    package var isEmpty: Bool { self.count == 0 }

    /// Offset of the first byte.
    @inlinable
    package var lowerBound: Int { Int(self.start) }

    /// Offset behind the last byte.
    @inlinable
    package var upperBound: Int { Int(self.start) &+ Int(self.count) }

    /// The same as a range of offsets.
    @inlinable
    package var offsets: Range<Int> { self.lowerBound..<self.upperBound }
}
