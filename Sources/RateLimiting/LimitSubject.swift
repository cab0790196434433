/// Who a limit is counted for: the words of a key's or identity's id, of an address, or (0, 0) for everybody.
@usableFromInline
package struct LimitSubject: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline package let high: UInt64
    @usableFromInline package let low: UInt64

    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// One count for everybody.
    @inlinable
    package static var everybody: Self { .init(high: 0, low: 0) }
}
