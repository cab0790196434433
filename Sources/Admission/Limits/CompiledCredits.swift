import Keys
import RateLimiting

/// The credits of a key in the form the limiter wants: a limit that is spent last.
struct CompiledCredits: Sendable {
    /// What the limit is called where limits are told of.
    static let name = "credits"
    private static let identity = LimitRule.identity("key:credits", owner: (4, 0))
    private static let endlessSeconds: UInt32 = 31_536_000

    private let clock: PeriodClock
    /// Number of the period that begins with what was given.
    private let first: UInt64
    private let given: LimitRule
    private let refilled: LimitRule

    init(_ credits: Credits) {
        self.clock = PeriodClock(credits)
        self.first = UInt64(max(credits.setAt.milliseconds, 0))
        let seconds =
            switch credits.refill?.interval {
            case nil: Self.endlessSeconds
            case .daily: CalendarUnit.day.seconds
            case .weekly: CalendarUnit.week.seconds
            case .monthly: CalendarUnit.month.seconds
            }
        self.given = Self.rule(credits.remaining, seconds)
        self.refilled = Self.rule(credits.refill?.amount ?? credits.remaining, seconds)
    }

    /// Names the counts of credits.
    var identity: UInt64 { self.given.identity }

    private static func rule(_ amount: UInt32, _ seconds: UInt32) -> LimitRule {
        .init(identity: self.identity, windows: [LimitWindow.period(limit: amount, seconds: seconds).ledgered])
    }

    func demand(
        of key: KeyID, cost: UInt32, at now: WallTime, _ monotonic: MonotonicNanoseconds
    ) -> LimitDemand {
        let period = self.clock.period(at: now, monotonic)
        return .init(
            rule: period.number == self.first ? self.given : self.refilled, subject: .init(key), cost: cost,
            period: period)
    }
}
