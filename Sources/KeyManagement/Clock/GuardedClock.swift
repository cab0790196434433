package import Timekeeping

/// A clock that does not jump ahead by itself, as an input.
package struct GuardedClock: Sendable {
    let time: TimeSource
    /// How the clocks stand.
    let look: @Sendable () -> SteadyTime.Look
    /// Has time follow the clock of the system as it was at a reading. `isConfirmed`: somebody said that it was right.
    let follow: @Sendable (_ reading: SteadyTime.Reading, _ isConfirmed: Bool) -> Void

    package init(
        time: TimeSource, look: @escaping @Sendable () -> SteadyTime.Look,
        follow: @escaping @Sendable (_ reading: SteadyTime.Reading, _ isConfirmed: Bool) -> Void
    ) {
        self.time = time
        self.look = look
        self.follow = follow
    }

    /// The clocks of this process.
    package static let system = Self(
        time: .system, look: { SystemClock.shared.look() },
        follow: { SystemClock.shared.follow($0, isConfirmed: $1) })
}
