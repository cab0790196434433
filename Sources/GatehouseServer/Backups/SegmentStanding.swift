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
        /// Answers that were to wait for being shipped, and went out before.
        var unshippedAnswers: UInt64 = 0
        /// Why nothing is shipped; `nil` while it is.
        var failure: String?

        func write(to text: inout PrometheusText) {
            text.write(.backupSegmentsAge, nanoseconds: [([], self.age)])
            text.write(.backupSegmentsFailures, self.failures)
            text.write(.backupSegmentsUnshippedAnswers, self.unshippedAnswers)
        }
    }

    private struct State {
        var currentAt: MonotonicNanoseconds
        var failures: UInt64 = 0
        var failure: String?
    }

    private let state: Mutex<State>
    private let monotonic: @Sendable () -> MonotonicNanoseconds

    private let unshippedAnswers: @Sendable () -> UInt64

    init(
        monotonic: @escaping @Sendable () -> MonotonicNanoseconds, unshippedAnswers: @escaping @Sendable () -> UInt64
    ) {
        self.monotonic = monotonic
        self.unshippedAnswers = unshippedAnswers
        self.state = .init(.init(currentAt: monotonic()))
    }

    var report: Report {
        let now = self.monotonic()
        return self.state.withLock { state in
            .init(
                age: now &- min(state.currentAt, now), failures: state.failures,
                unshippedAnswers: self.unshippedAnswers(), failure: state.failure)
        }
    }

    /// All that was acknowledged at that time is shipped.
    ///
    /// Returns whether that is news: it was not so before.
    func isCurrent(since time: MonotonicNanoseconds) -> Bool {
        self.state.withLock { state in
            defer { state.failure = nil }
            state.currentAt = time
            return state.failure != nil
        }
    }

    /// Returns whether that is news: all went well before.
    func failed(_ reason: String) -> Bool {
        self.state.withLock { state in
            defer { state.failure = reason }
            state.failures &+= 1
            return state.failure == nil
        }
    }
}
