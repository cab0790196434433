import ServiceLifecycle
import Storage

/// Ends the process when the store says that it cannot be written any more: after a failed fsync nobody knows what the
/// disk holds, and only a restart finds out.
struct StorageWatch: Service {
    private let failures: AsyncStream<StorageError>
    private let continuation: AsyncStream<StorageError>.Continuation

    init() {
        (self.failures, self.continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// What the store calls.
    var onPoison: @Sendable (StorageError) -> Void {
        { [continuation] failure in continuation.yield(failure) }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await failure in self.failures { throw StartFailure(failure) }
        }
    }
}
