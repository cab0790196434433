import Keys
import Synchronization
import Telemetry

/// How the scheduled backups are doing.
final class BackupStanding: Sendable {
    /// What is known at one moment.
    struct Report: Hashable, Sendable {
        /// When the last good one was made; `nil` when there is none.
        var lastGood: WallTime?
        /// Nanoseconds since then.
        var age: UInt64?
        /// Nanoseconds since the start.
        var uptime: UInt64 = 0
        /// How many were not made, or were not good.
        var failures: UInt64 = 0
        /// Why the last attempt failed; `nil` when it did not.
        var failure: String?

        func write(to text: inout PrometheusText) {
            if let age { text.write(.backupAge, nanoseconds: [([], age)]) }
            text.write(.backupFailures, self.failures)
        }
    }

    private struct State {
        var last: (made: WallTime, agedBefore: UInt64, knownAt: MonotonicNanoseconds)?
        var failures: UInt64 = 0
        var failure: String?
    }

    private let state = Mutex(State())
    private let startedAt: MonotonicNanoseconds
    private let monotonic: @Sendable () -> MonotonicNanoseconds

    init(monotonic: @escaping @Sendable () -> MonotonicNanoseconds) {
        self.monotonic = monotonic
        self.startedAt = monotonic()
    }

    var report: Report {
        let now = self.monotonic()
        return self.state.withLock { state in
            Report(
                lastGood: state.last?.made, age: state.last.map { $0.agedBefore &+ (now &- min($0.knownAt, now)) },
                uptime: now &- min(self.startedAt, now), failures: state.failures, failure: state.failure)
        }
    }

    /// A backup that an earlier start has made, so many nanoseconds ago.
    func found(_ made: WallTime, age: UInt64) {
        let now = self.monotonic()
        self.state.withLock { $0.last = (made, age, now) }
    }

    func succeeded(_ made: WallTime) {
        let now = self.monotonic()
        self.state.withLock { state in
            state.last = (made, 0, now)
            state.failure = nil
        }
    }

    func failed(_ reason: String) {
        self.state.withLock { state in
            state.failures &+= 1
            state.failure = reason
        }
    }
}
