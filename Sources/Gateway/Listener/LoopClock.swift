import Glibc
import Keys
import Timekeeping

/// The time as a loop sees it: read once per event. Civil time is the monotonic clock plus an offset that is taken anew at
/// every tick.
struct LoopClock {
    private(set) var monotonic: MonotonicNanoseconds = 0
    /// Milliseconds since 1970 at monotonic zero.
    private var offset: Int64 = 0

    init() { self.synchronise() }

    /// Reads the monotonic clock.
    mutating func read() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        self.monotonic = UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
    }

    /// Reads both clocks.
    mutating func synchronise() {
        self.read()
        self.offset = SystemClock.shared.now().milliseconds &- Int64(self.monotonic / 1_000_000)
    }

    /// Civil time at the last reading.
    var wall: WallTime { WallTime(milliseconds: self.offset &+ Int64(self.monotonic / 1_000_000)) }
}
