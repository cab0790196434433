package import KeyManagement
package import Keys
import Synchronization

/// Both clocks, moved by hand. Waiting on it moves it, so that nothing ever sleeps.
package final class ManualClock: Sendable {
    /// 2026-12-01T00:00:00Z.
    package static let start = WallTime(seconds: 1_796_083_200)

    private let reading: Mutex<(wall: WallTime, monotonic: MonotonicNanoseconds)>

    package init(_ start: WallTime = ManualClock.start) { self.reading = .init((start, 1_000_000_000)) }

    package var now: WallTime { self.reading.withLock { $0.wall } }
    package var monotonic: MonotonicNanoseconds { self.reading.withLock { $0.monotonic } }

    package func advance(seconds: Int64) { self.advance(milliseconds: seconds * 1000) }

    package func advance(milliseconds: Int64) {
        self.reading.withLock { reading in
            reading.wall = .init(milliseconds: reading.wall.milliseconds + milliseconds)
            reading.monotonic += UInt64(max(milliseconds, 0)) * 1_000_000
        }
    }

    /// Sets civil time alone, as a correction of the system's clock would.
    package func setWallTime(_ wall: WallTime) { self.reading.withLock { $0.wall = wall } }

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
