package import Cryptography
import Synchronization

/// The keys an open store works with. Whoever needs one of them holds on to this, so that letting go of it wipes them.
package final class StoreKeys: Sendable {
    private struct Roots {
        var current: RootKey
        /// Takes the place of the current one, if its transaction commits.
        var next: RootKey?
    }

    private let roots: Mutex<Roots>
    package let systemKeys: SystemKeys

    package init(rootKey: RootKey, systemKeys: SystemKeys) {
        self.roots = .init(.init(current: rootKey))
        self.systemKeys = systemKeys
    }

    /// Keys of a store that lives in memory alone.
    package convenience init(randomBytes: RandomBytes) {
        self.init(rootKey: RootKey(randomBytes: randomBytes), systemKeys: .draw(randomBytes: randomBytes))
    }

    /// The key above all others.
    package var rootKey: RootKey { self.roots.withLock { $0.current } }

    /// The root key that the store expects at this point of a transaction: what is sealed in it is sealed under that one.
    package func rootKey(in store: any SealedKeyReading) throws(StorageError) -> RootKey {
        let (current, next) = self.roots.withLock { ($0.current, $0.next) }
        guard let next, try store.rootKeyCheckValue() == next.checkValue else { return current }
        return next
    }

    /// Does what needs a root key under the current one, and under the next one where that does not do.
    package func withEitherRootKey<Result>(
        _ body: (RootKey) throws(CryptographyError) -> Result
    ) throws(CryptographyError) -> Result {
        let (current, next) = self.roots.withLock { ($0.current, $0.next) }
        do throws(CryptographyError) {
            return try body(current)
        } catch {
            guard let next else { throw error }
            return try body(next)
        }
    }

    /// Another root key is about to take the place of the current one. Returns whether it may: one at a time does.
    package func expect(_ rootKey: RootKey) -> Bool {
        self.roots.withLock { roots in
            guard roots.next == nil else { return false }
            roots.next = rootKey
            return true
        }
    }

    /// Keeps the one of the two that the store expects from now on, and lets go of the other.
    package func settle(on rootKey: RootKey) { self.roots.withLock { $0 = .init(current: rootKey) } }
}
