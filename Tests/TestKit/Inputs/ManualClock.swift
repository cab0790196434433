package import KeyManagement
package import Keys
import Synchronization
package import Timekeeping

/// Both clocks, moved by hand. Waiting on it moves it, so that nothing ever sleeps.
package final class ManualClock: Sendable {
    /// 2026-12-01T00:00:00Z.
    package static let start = WallTime(seconds: 1_796_083_200)

    private struct State {
        var reading: SteadyTime.Reading
        /// What a process makes of the readings; `nil` where the clock is believed whatever it says.
        var steady: SteadyTime?
        var isKept = false
    }

    private let state: Mutex<State>

    package init(_ start: WallTime = ManualClock.start) {
        self.state = .init(.init(reading: .init(wall: start, monotonic: 1_000_000_000)))
    }

    /// Civil time.
    package var now: WallTime {
        self.state.withLock { state in
            let (reading, isKept) = (state.reading, state.isKept)
            return state.steady?.time(at: reading, isKept: { isKept }) ?? reading.wall
        }
    }

    package var monotonic: MonotonicNanoseconds { self.state.withLock { $0.reading.monotonic } }

    /// What the clock of the system says, whether or not it is believed.
    package var wall: WallTime { self.state.withLock { $0.reading.wall } }

    package func advance(seconds: Int64) { self.advance(milliseconds: seconds * 1000) }

    package func advance(milliseconds: Int64) {
        self.state.withLock { state in
            state.reading = .init(
                wall: .init(milliseconds: state.reading.wall.milliseconds + milliseconds),
                monotonic: state.reading.monotonic + UInt64(max(milliseconds, 0)) * 1_000_000)
        }
    }

    /// Sets civil time alone, as a correction of the system's clock would. `isKept`: whether a time source says so.
    package func setWallTime(_ wall: WallTime, isKept: Bool = false) {
        self.state.withLock { state in
            state.reading = .init(wall: wall, monotonic: state.reading.monotonic)
            state.isKept = isKept
        }
    }

    /// A process starts: from now on time is what it makes of the clock. `last`: when it last wrote something.
    package func startSteadily(after last: WallTime?) {
        self.state.withLock { state in
            var steady = SteadyTime(state.reading)
            steady.begin(notBefore: last, at: state.reading, isKept: state.isKept)
            state.steady = steady
        }
    }

    /// How far the clock of the system is ahead of the time, in milliseconds.
    package var lead: Int64 { self.state.withLock { $0.steady?.lead ?? 0 } }

    /// Somebody looks at the time, and at the jump that it has not made.
    package var waitingStep: SteadyTime.Step? {
        _ = self.now
        return self.state.withLock { $0.steady?.waitingStep(at: $0.reading, isKept: $0.isKept) }
    }

    /// The clock of the system is said to be right.
    package func follow() { self.state.withLock { $0.steady?.follow($0.reading) } }

    /// The clock of a process that started steadily, as an input.
    package var guarded: GuardedClock {
        .init(
            time: self.source, systemTime: { self.wall }, lead: { self.lead }, waitingStep: { self.waitingStep },
            follow: { self.follow() })
    }

    /// The clock as an input.
    package var source: TimeSource {
        .init(
            wallTime: { self.now }, monotonic: { self.monotonic },
            sleep: { milliseconds in
                guard !Task.isCancelled else { return }
                self.advance(milliseconds: Int64(milliseconds))
                await Task.yield()
            })
    }
}
