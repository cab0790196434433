import Keys
import Synchronization

/// How the published folder is, for metrics.
final class PublicationStanding: Sendable {
    private struct State {
        var currentAt: MonotonicNanoseconds
        var faults: UInt64 = 0
    }

    private let state: Mutex<State>
    private let monotonic: @Sendable () -> MonotonicNanoseconds

    init(monotonic: @escaping @Sendable () -> MonotonicNanoseconds) {
        self.monotonic = monotonic
        self.state = .init(.init(currentAt: monotonic()))
    }

    /// The folder was just seen whole, with the newest checkpoint.
    func isCurrent() {
        let now = self.monotonic()
        self.state.withLock { $0.currentAt = now }
    }

    /// So many files or folders were not as they were left.
    func found(_ faults: Int) { self.state.withLock { $0.faults &+= UInt64(clamping: faults) } }

    /// Nanoseconds since the folder was last seen whole, with the newest checkpoint.
    var age: UInt64 {
        let now = self.monotonic()
        return self.state.withLock { now &- min($0.currentAt, now) }
    }

    /// Files and folders that were not as they were left.
    var faults: UInt64 { self.state.withLock { $0.faults } }
}
