/// What one endpoint's answers have said of it: whether it is out, and for how long it will be the next time.
///
/// Pure: time comes in, in nanoseconds of a monotonic clock.
struct EjectionState: Equatable, Sendable {
    /// Failures since the last success.
    private(set) var failures: UInt32 = 0
    /// How often it has been out lately: each makes the next one longer.
    private(set) var times: UInt64 = 0
    /// When it comes back; `nil` while it is in.
    private(set) var endsAt: UInt64?
    /// When one of the times is forgiven.
    private var forgivenAt: UInt64 = 0

    var isOut: Bool { self.endsAt != nil }

    mutating func succeeded() { self.failures = 0 }

    /// Counts a failure.
    ///
    /// - Returns: whether there have been enough of them to eject it.
    mutating func failed(_ settings: EjectionSettings) -> Bool {
        guard settings.failures > 0, !self.isOut else { return false }
        if self.failures < .max { self.failures += 1 }
        return self.failures >= settings.failures
    }

    mutating func eject(now: UInt64, _ settings: EjectionSettings) {
        self.times += 1
        let (time, isTooLong) = settings.base.multipliedReportingOverflow(by: self.times)
        self.endsAt = now.addingClamped(isTooLong ? settings.longest : min(time, settings.longest))
    }

    /// Time has passed.
    ///
    /// - Returns: whether it has just come back.
    mutating func refresh(now: UInt64, _ settings: EjectionSettings) -> Bool {
        if let end = self.endsAt {
            guard end <= now else { return false }
            self.endsAt = nil
            self.failures = 0
            self.forgivenAt = now.addingClamped(settings.base)
            return true
        }
        if self.times > 0, self.forgivenAt <= now {
            self.times -= 1
            self.forgivenAt = now.addingClamped(settings.base)
        }
        return false
    }
}
