/// Which period of a calendar, or which gift of credits, a request falls into.
///
/// Worked out away from the limiter, which knows no calendar: numbers only have to grow with time. A period numbered lower
/// than one seen before counts as that one, so that a clock that is set back gives nothing twice.
@usableFromInline
package struct LimitPeriod: Hashable, Sendable, BitwiseCopyable {
    /// Grows from each period to the next.
    package let number: UInt64
    /// When it began, in monotonic nanoseconds; 0 when that was before the clock's zero.
    package let start: UInt64
    /// When it ends, in monotonic nanoseconds; `.max` for one without an end.
    package let end: UInt64

    package init(number: UInt64, start: UInt64 = 0, end: UInt64) {
        self.number = number
        self.start = start
        self.end = end
    }

    /// For windows without periods.
    package static let none = Self(number: 0, end: .max)
}
