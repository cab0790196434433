import Keys

/// How far steps of the clock have come from even time, within a day of the monotonic clock: many small steps count as one.
struct StepBudget: Hashable, Sendable {
    /// Nanoseconds: a day.
    static let period: UInt64 = 86_400_000_000_000

    /// What the clock was ahead of the monotonic one when the day began, in milliseconds.
    private(set) var origin: Int64
    private var since: MonotonicNanoseconds

    init(_ origin: Int64, at moment: MonotonicNanoseconds) {
        self.origin = origin
        self.since = moment
    }

    /// Begins anew from where the time is, when the day is over.
    mutating func renew(_ origin: Int64, at moment: MonotonicNanoseconds) {
        guard moment >= self.since, moment - self.since >= Self.period else { return }
        self = .init(origin, at: moment)
    }

    /// Whether all steps together, up to one that leads there, come to no more than so many milliseconds.
    func allows(_ offset: Int64, most: Int64) -> Bool { offset.minus(self.origin).magnitude <= most.magnitude }

    /// What time it would be without any step.
    func time(at reading: SteadyTime.Reading) -> WallTime {
        .init(milliseconds: self.origin &+ reading.monotonicMilliseconds)
    }
}
