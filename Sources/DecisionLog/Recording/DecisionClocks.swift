package import Keys

/// The clocks a decision log reads.
package struct DecisionClocks: Sendable {
    package let wall: @Sendable () -> WallTime
    package let monotonic: @Sendable () -> MonotonicNanoseconds

    package init(
        wall: @escaping @Sendable () -> WallTime, monotonic: @escaping @Sendable () -> MonotonicNanoseconds
    ) {
        self.wall = wall
        self.monotonic = monotonic
    }
}
