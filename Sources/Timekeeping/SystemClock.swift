import CSystemCalls
import Glibc
package import Keys
import Synchronization

/// The clocks of this process: one civil time for all that expires, whoever asks.
package final class SystemClock: Sendable {
    package static let shared = SystemClock()

    private let time: Mutex<SteadyTime>

    private init() { self.time = .init(SteadyTime(Self.reading)) }

    /// Civil time.
    package func now() -> WallTime {
        let reading = Self.reading
        return self.time.withLock { $0.time(at: reading, isKept: { Self.isKept }) }
    }

    /// How civil time goes on from here, for those who have given no time later than that.
    package func course(after given: WallTime) -> SteadyTime.Course {
        let reading = Self.reading
        return self.time.withLock { $0.course(at: reading, after: given, isKept: { Self.isKept }) }
    }

    /// Nanoseconds, for durations and deadlines.
    package func monotonic() -> MonotonicNanoseconds { Self.nanoseconds(CLOCK_MONOTONIC) }

    /// How far the system's clock is ahead of `now`, in milliseconds; 0 while it is followed.
    package var lead: Int64 { self.time.withLock { $0.lead } }

    /// A server begins on what is stored: time goes on from there.
    package func begin(after past: SteadyTime.Past) {
        let reading = Self.reading
        self.time.withLock { $0.begin(after: past, at: reading, isKept: Self.isKept) }
    }

    /// Civil time as it has gone by on the monotonic clock: no later than `now`.
    package func evenTime() -> WallTime {
        let reading = Self.reading
        return self.time.withLock { time in
            _ = time.time(at: reading, isKept: { Self.isKept })
            return time.evenTime(at: reading)
        }
    }

    /// How the clocks stand.
    package func look() -> SteadyTime.Look {
        let reading = Self.reading
        return self.time.withLock { $0.look(at: reading, isKept: { Self.isKept }) }
    }

    /// The system's clock was right at that reading: it is followed. `isConfirmed`: somebody said so.
    package func follow(_ reading: SteadyTime.Reading, isConfirmed: Bool) {
        self.time.withLock { $0.follow(reading, isConfirmed: isConfirmed) }
    }

    /// What the system's clock says, whether or not it is followed.
    package var wall: WallTime { Self.reading.wall }

    /// Whether the kernel says that a time source keeps its clock.
    private static var isKept: Bool { system_clock_is_synchronised() != 0 }

    private static var reading: SteadyTime.Reading {
        let now = self.time(CLOCK_REALTIME)
        return .init(
            wall: .init(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000),
            monotonic: self.nanoseconds(CLOCK_MONOTONIC))
    }

    private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
        let now = self.time(clock)
        return UInt64(clamping: now.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: now.tv_nsec)
    }

    private static func time(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
