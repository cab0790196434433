package import Keys

/// The clocks, as an input: production reads the system's, tests and the simulator move their own.
package struct TimeSource: Sendable {
    /// Civil time.
    package let wallTime: @Sendable () -> WallTime
    /// Time for durations and deadlines.
    package let monotonic: @Sendable () -> MonotonicNanoseconds
    /// Waits so many milliseconds; returns early when the task is cancelled.
    package let sleep: @Sendable (_ milliseconds: Int) async -> Void

    package init(
        wallTime: @escaping @Sendable () -> WallTime, monotonic: @escaping @Sendable () -> MonotonicNanoseconds,
        sleep: @escaping @Sendable (_ milliseconds: Int) async -> Void
    ) {
        self.wallTime = wallTime
        self.monotonic = monotonic
        self.sleep = sleep
    }
}
