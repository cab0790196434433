package import Keys

/// The clocks, as an input: production reads the system's, tests and the simulator move their own.
package struct TimeSource: Sendable {
    /// Civil time.
    package let wallTime: @Sendable () -> WallTime
    /// Civil time as it has gone by on the monotonic clock: behind `wallTime` where that stands still.
    package let evenTime: @Sendable () -> WallTime
    /// Time for durations and deadlines.
    package let monotonic: @Sendable () -> MonotonicNanoseconds
    /// Waits so many milliseconds; returns early when the task is cancelled.
    package let sleep: @Sendable (_ milliseconds: Int) async -> Void

    /// `evenTime` is `wallTime` where none is given.
    package init(
        wallTime: @escaping @Sendable () -> WallTime, evenTime: (@Sendable () -> WallTime)? = nil,
        monotonic: @escaping @Sendable () -> MonotonicNanoseconds,
        sleep: @escaping @Sendable (_ milliseconds: Int) async -> Void
    ) {
        self.wallTime = wallTime
        self.evenTime = evenTime ?? wallTime
        self.monotonic = monotonic
        self.sleep = sleep
    }
}
