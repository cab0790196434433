import Keys
import Synchronization
import Telemetry

/// How the shipping of segments is doing.
final class SegmentStanding: Sendable {
    /// What is known at one moment.
    struct Report: Hashable, Sendable {
        /// Nanoseconds since everything acknowledged was last seen shipped, or since the start.
        var age: UInt64 = 0
        var failures: UInt64 = 0
        /// Why nothing is shipped; `nil` while it is.
        var failure: String?

        func write(to text: inout PrometheusText) {
            text.write(.backupSegmentsAge, nanoseconds: [([], self.age)])
            text.write(.backupSegmentsFailures, self.failures)
        }
    }

    private struct State {
        var currentAt: MonotonicNanoseconds
        var failures: UInt64 = 0
        var failure: String?
    }

    private let state: Mutex<State>
    private let monotonic: @Sendable () -> MonotonicNanoseconds

    init(monotonic: @escaping @Sendable () -> MonotonicNanoseconds) {
        self.monotonic = monotonic
        self.state = .init(.init(currentAt: monotonic()))
    }

    var report: Report {
        let now = self.monotonic()
        return self.state.withLock { state in
            .init(age: now &- min(state.currentAt, now), failures: state.failures, failure: state.failure)
        }
    }

    /// A chain has begun: what went wrong before is over.
    func began() { self.isCurrent() }

    /// Nothing waited, or all of it was shipped.
    func isCurrent() {
        let now = self.monotonic()
        self.state.withLock { state in
            state.currentAt = now
            state.failure = nil
        }
    }

    /// Returns whether that is news.
    func failed(_ reason: String) -> Bool {
        self.state.withLock { state in
            defer { state.failure = reason }
            state.failures &+= 1
            return state.failure != reason
        }
    }
}
