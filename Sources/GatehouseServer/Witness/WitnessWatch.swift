import ServiceLifecycle
import Witnessing

/// Ends a witness that cannot remember: after a failed write or sync nobody knows what the disk holds, and only a start
/// finds out.
struct WitnessWatch: Service {
    private let faults: AsyncStream<WitnessFault>
    private let continuation: AsyncStream<WitnessFault>.Continuation

    init() {
        (self.faults, self.continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// What the desk calls.
    var onFault: @Sendable (WitnessFault) -> Void {
        { [continuation] fault in continuation.yield(fault) }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await fault in self.faults { throw fault }
        }
    }
}
