/// A window that begins and ends with a period of a calendar: at most `limit` requests in each.
struct PeriodWindow {
    private let window: LimitWindow

    init(_ window: LimitWindow) { self.window = window }

    /// Counts `cost` requests of the period, or none.
    func spend(_ cost: UInt32, in period: LimitPeriod, at now: UInt64, counts: inout WindowCounts) -> LimitReading {
        counts.advance(toPeriod: period.number)
        let asked = UInt64(counts.total) + UInt64(cost)
        let wait = period.end == .max ? .max : period.end - min(now, period.end)
        let isAdmitted = asked <= UInt64(self.window.limit)
        if isAdmitted { counts.add(cost) }
        return .init(
            window: self.window, isAdmitted: isAdmitted, used: min(counts.total, self.window.limit),
            waitNanoseconds: counts.total == 0 && isAdmitted ? 0 : wait)
    }
}

/// Requests under way: counted from their admission until whoever admitted them gives them back.
struct ConcurrencyWindow {
    /// How soon somebody is told to try again: nobody knows when a request ends.
    static let patience: UInt64 = 1_000_000_000
    private let window: LimitWindow

    init(_ window: LimitWindow) { self.window = window }

    func spend(_ cost: UInt32, counts: inout WindowCounts) -> LimitReading {
        let isAdmitted = UInt64(counts.total) + UInt64(cost) <= UInt64(self.window.limit)
        if isAdmitted { counts.add(cost) }
        return .init(
            window: self.window, isAdmitted: isAdmitted, used: min(counts.total, self.window.limit),
            waitNanoseconds: isAdmitted ? 0 : Self.patience)
    }
}
