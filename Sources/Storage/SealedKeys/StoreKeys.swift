package import Cryptography
import Synchronization

/// The keys an open store works with. Whoever needs one of them holds on to this, so that letting go of it wipes them.
package final class StoreKeys: Sendable {
    private let root: Mutex<RootKey>
    package let systemKeys: SystemKeys

    package init(rootKey: RootKey, systemKeys: SystemKeys) {
        self.root = .init(rootKey)
        self.systemKeys = systemKeys
    }

    /// Keys of a store that lives in memory alone.
    package convenience init(randomBytes: RandomBytes) {
        self.init(rootKey: RootKey(randomBytes: randomBytes), systemKeys: .draw(randomBytes: randomBytes))
    }

    /// The key above all others.
    package var rootKey: RootKey { self.root.withLock { $0 } }

    /// Takes over another root key, once the store expects it.
    package func replaceRootKey(_ rootKey: RootKey) { self.root.withLock { $0 = rootKey } }
}
