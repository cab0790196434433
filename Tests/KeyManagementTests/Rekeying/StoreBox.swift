import Storage
import Synchronization

/// Keeps the store a factory has made.
final class StoreBox: Sendable {
    private let kept = Mutex<InMemoryStore?>(nil)

    var store: InMemoryStore? { self.kept.withLock { $0 } }

    func keep(_ store: InMemoryStore) -> InMemoryStore {
        self.kept.withLock { $0 = store }
        return store
    }
}
