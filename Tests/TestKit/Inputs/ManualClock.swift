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

    /// A process starts: from now on time is what it makes of the clock. `past`: what its store tells.
    package func startSteadily(after past: SteadyTime.Past) {
        self.state.withLock { state in
            var steady = SteadyTime(state.reading)
            steady.begin(after: past, at: state.reading, isKept: state.isKept)
            state.steady = steady
        }
    }

    /// The same, where the store has one entry.
    package func startSteadily(afterEntryAt moment: WallTime) { self.startSteadily(after: .init(entry: moment)) }

    /// How far the clock of the system is ahead of the time, in milliseconds.
    package var lead: Int64 { self.look.lead }

    /// How the clocks stand.
    package var look: SteadyTime.Look {
        self.state.withLock { state in
            let (reading, isKept) = (state.reading, state.isKept)
            return state.steady?.look(at: reading, isKept: { isKept })
                ?? .init(reading: reading, time: reading.wall, lead: 0, step: nil, isWaiting: false)
        }
    }

    /// The clock of the system was right at a reading.
    package func follow(_ reading: SteadyTime.Reading, isConfirmed: Bool) {
        self.state.withLock { $0.steady?.follow(reading, isConfirmed: isConfirmed) }
    }

    /// The clock of a process that started steadily, as an input.
    package var guarded: GuardedClock {
        .init(time: self.source, look: { self.look }, follow: { self.follow($0, isConfirmed: $1) })
    }

    /// As much of the time as has gone by on the monotonic clock.
    package var evenTime: WallTime {
        self.state.withLock { state in
            let (reading, isKept) = (state.reading, state.isKept)
            _ = state.steady?.time(at: reading, isKept: { isKept })
            return state.steady?.evenTime(at: reading) ?? reading.wall
        }
    }

    /// The clock as an input.
    package var source: TimeSource {
        .init(
            wallTime: { self.now }, evenTime: { self.evenTime }, monotonic: { self.monotonic },
            sleep: { milliseconds in
                guard !Task.isCancelled else { return }
                self.advance(milliseconds: Int64(milliseconds))
                await Task.yield()
            })
    }
}
