import KeyManagement
import Storage
import Synchronization

/// Closes the circle between store and publisher: the store wants its publish hook when it is opened, the publisher
/// needs the root key, which only the opened store gives.
final class PublishRelay: Sendable {
    private let listeners = Mutex<(SnapshotPublisher, OperatorDirectory)?>(nil)

    /// The store's publish hook. Nothing is written before the publisher is there, so nothing can be missed.
    func publish(_ changes: [StoreChange]) {
        guard let (publisher, operators) = self.listeners.withLock({ $0 }) else { return }
        publisher.publish(changes)
        operators.publish(changes)
    }

    func connect(_ publisher: SnapshotPublisher, _ operators: OperatorDirectory) {
        self.listeners.withLock { $0 = (publisher, operators) }
    }
}
