import Keys
import RateLimiting
import Synchronization

/// Which period of a calendar it is, or which gift of credits. What it was last is remembered: a period is worked out once,
/// and most requests only compare two numbers.
final class PeriodClock: Sendable {
    private enum Source {
        case calendar(CalendarUnit, ZoneRules)
        case credits(Credits)
    }

    private let source: Source
    // Milliseconds since 1970. The end is written last and read first: who sees the end of a period sees its start.
    private let start = Atomic<Int64>(.max)
    private let end = Atomic<Int64>(.min)

    init(_ unit: CalendarUnit, in zone: ZoneRules) { self.source = .calendar(unit, zone) }

    init(_ credits: Credits) { self.source = .credits(credits) }

    /// The period at a moment, which is told by both clocks.
    func period(at now: WallTime, _ monotonic: MonotonicNanoseconds) -> LimitPeriod {
        var end = self.end.load(ordering: .acquiring)
        var start = self.start.load(ordering: .relaxed)
        if now.milliseconds < start || now.milliseconds >= end {
            let period = self.find(now)
            let isLater = period.upperBound.milliseconds > end
            (start, end) = (period.lowerBound.milliseconds, period.upperBound.milliseconds)
            // Loops tell the time each by itself. One that is behind leaves what is remembered: two that wrote different
            // periods could leave the start of one beside the end of the other.
            if isLater {
                self.start.store(start, ordering: .relaxed)
                self.end.store(end, ordering: .releasing)
            }
        }
        let since = Self.nanoseconds(now.milliseconds, since: start)
        let (sum, isEndless) = monotonic.addingReportingOverflow(Self.nanoseconds(end, since: now.milliseconds))
        return LimitPeriod(
            number: UInt64(max(start, 0)), start: monotonic - min(since, monotonic), end: isEndless ? .max : sum)
    }

    private static func nanoseconds(_ later: Int64, since earlier: Int64) -> UInt64 {
        let (milliseconds, _) = later.subtractingReportingOverflow(earlier)
        let (product, isTooFar) = UInt64(max(milliseconds, 0)).multipliedReportingOverflow(by: 1_000_000)
        return isTooFar ? .max : product
    }

    private func find(_ now: WallTime) -> Range<WallTime> {
        switch self.source {
        case .calendar(let unit, let zone): unit.period(at: now, in: zone)
        case .credits(let credits): credits.allowance(at: now).period
        }
    }
}
