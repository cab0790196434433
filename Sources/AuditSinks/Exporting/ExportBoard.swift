import AuditExport
import Keys
import Synchronization

/// What the parts of the exporter tell each other and whoever asks: how long the log is and how each sink is doing.
final class ExportBoard: Sendable {
    private struct State {
        var logSize: UInt64 = 0
        var statuses: [SinkStatus]
        var positions: [UInt64]
    }

    private let state: Mutex<State>

    init(names: [String]) {
        self.state = Mutex(
            State(statuses: names.map(SinkStatus.init(name:)), positions: names.map { _ in .max }))
    }

    var logSize: UInt64 { self.state.withLock(\.logSize) }

    func setLogSize(_ size: UInt64) { self.state.withLock { $0.logSize = max($0.logSize, size) } }

    /// Notes what has become of the sink's last delivery, and where it stands.
    func note(_ index: Int, _ progress: SinkProgress, delivered: Int = 0, failure: SinkFailure? = nil) {
        self.state.withLock { state in
            state.positions[index] = progress.position
            state.statuses[index].behindSince = progress.behindSince
            if delivered > 0 {
                state.statuses[index].delivered += UInt64(delivered)
                state.statuses[index].failure = nil
            }
            if let failure {
                state.statuses[index].failed += 1
                state.statuses[index].failure = failure.message
            }
        }
    }

    /// How every sink is doing, in the order of the configuration.
    var statuses: [SinkStatus] {
        self.state.withLock { state in
            zip(state.statuses, state.positions).map { status, position in
                var status = status
                // Nothing is known of a sink before its position was read.
                status.lag = position < state.logSize ? state.logSize - position : 0
                return status
            }
        }
    }
}
