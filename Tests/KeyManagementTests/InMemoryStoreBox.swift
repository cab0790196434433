import Storage
import Synchronization

/// Gives each life of a process a store over what the one before left.
final class InMemoryStoreBox: Sendable {
    private let last = Mutex<InMemoryStore?>(nil)

    func make(_ hook: @escaping PublishHook) -> InMemoryStore {
        self.last.withLock { last in
            let store = InMemoryStore(image: last?.image ?? .init(), publish: hook)
            last = store
            return store
        }
    }
}
