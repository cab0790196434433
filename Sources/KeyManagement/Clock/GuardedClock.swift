package import Keys
package import Timekeeping

/// A clock that does not jump ahead by itself, as an input.
package struct GuardedClock: Sendable {
    let time: TimeSource
    /// What the clock of the system says, whether or not time follows it.
    let systemTime: @Sendable () -> WallTime
    /// How far that is ahead of the time, in milliseconds; 0 while it is followed.
    let lead: @Sendable () -> Int64
    /// A jump ahead that a start or a time source speaks for, and that time has not made.
    let waitingStep: @Sendable () -> SteadyTime.Step?
    /// Has time follow the clock of the system.
    let follow: @Sendable () -> Void

    package init(
        time: TimeSource, systemTime: @escaping @Sendable () -> WallTime, lead: @escaping @Sendable () -> Int64,
        waitingStep: @escaping @Sendable () -> SteadyTime.Step?, follow: @escaping @Sendable () -> Void
    ) {
        self.time = time
        self.systemTime = systemTime
        self.lead = lead
        self.waitingStep = waitingStep
        self.follow = follow
    }

    /// The clocks of this process.
    package static let system = Self(
        time: .system, systemTime: { SystemClock.shared.wall }, lead: { SystemClock.shared.lead },
        waitingStep: { SystemClock.shared.waitingStep }, follow: { SystemClock.shared.follow() })
}
