import Keys

/// How often a loop may go through its exchanges in flight: as often as takes a twentieth of its time.
struct SweepPace {
    /// Pause after a sweep, as a multiple of what it took.
    static let pauseFactor: UInt64 = 19
    /// Longest pause, in nanoseconds.
    static let longestPause: UInt64 = 20_000_000

    private var pauseEnds: MonotonicNanoseconds = 0

    func allows(at now: MonotonicNanoseconds) -> Bool { now >= self.pauseEnds }

    mutating func swept(from began: MonotonicNanoseconds, to ended: MonotonicNanoseconds) {
        let took = min(ended > began ? ended - began : 0, Self.longestPause)
        self.pauseEnds = ended &+ min(took * Self.pauseFactor, Self.longestPause)
    }
}
