/// A moment of civil time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
@usableFromInline
package struct WallTime: Hashable, Comparable, Sendable {
    @usableFromInline package let milliseconds: Int64

    @inlinable
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment so many seconds after 1970; `distantPast` or `distantFuture` for one beyond what fits.
    @inlinable
    package init(seconds: Int64) {
        self = Self(milliseconds: 0).adding(seconds: seconds)
    }

    /// Whole seconds since 1970, rounded down.
    @inlinable
    package var seconds: Int64 {
        let (seconds, rest) = self.milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest < 0 ? seconds - 1 : seconds
    }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment so many seconds later; the ends of the range are kept, so no outside value can overflow.
    @inlinable
    package func adding(seconds: Int64) -> Self {
        let (product, wide) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(product)
        guard !wide, !overflow else { return seconds < 0 ? .distantPast : .distantFuture }
        return .init(milliseconds: sum)
    }

    /// The moment a millisecond later; there is none after the last.
    package var next: Self { .init(milliseconds: min(self.milliseconds, .max - 1) + 1) }

    /// 9999-12-31T23:59:59Z, the last second RFC 3339 can write.
    @inlinable
    package static var distantFuture: Self { .init(milliseconds: 253_402_300_799_000) }
    /// 1970-01-01T00:00:00Z.
    @inlinable
    package static var distantPast: Self { .init(milliseconds: 0) }
}

/// A reading of the monotonic clock in nanoseconds: for durations, limits and deadlines, never for civil time.
package typealias MonotonicNanoseconds = UInt64
