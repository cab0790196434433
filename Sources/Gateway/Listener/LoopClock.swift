import Glibc
import Keys
import Timekeeping

/// The time as a loop sees it: read once per event. Civil time goes along a line that is taken anew at every tick.
struct LoopClock {
    private(set) var monotonic: MonotonicNanoseconds = 0
    private var course = SteadyTime.Course(floor: .distantPast, offset: 0)

    init() { self.synchronise() }

    /// Reads the monotonic clock.
    mutating func read() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        self.monotonic = UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
    }

    /// Reads both clocks.
    mutating func synchronise() {
        self.course = SystemClock.shared.course(after: self.wall)
        self.read()
    }

    /// Civil time at the last reading.
    var wall: WallTime { self.course.time(at: self.monotonic) }
}
