import Storage
import Synchronization
import TestKit

/// Gives each life of a process a store over what the one before left.
final class InMemoryStoreBox: Sendable {
    private let last = Mutex<InMemoryStore?>(nil)

    func make(_ hook: @escaping PublishHook) throws -> InMemoryStore {
        try self.last.withLock { last in
            let store = try InMemoryStore(image: last?.image ?? .init(), signer: .fixed(), publish: hook)
            last = store
            return store
        }
    }
}
