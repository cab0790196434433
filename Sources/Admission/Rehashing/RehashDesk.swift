import Keys
import Synchronization

/// Where digests under the newest pepper wait to be stored: one for each key, noted when it is let in by an older one.
package final class RehashDesk: Sendable {
    /// Most that wait; what is beyond is learnt again at the next use.
    package static let most = 4_096

    private let waiting = Mutex<[KeyID: VersionRehash]>([:])

    package init() {}

    func note(_ rehash: VersionRehash) {
        self.waiting.withLock { waiting in
            guard waiting.count < Self.most else { return }
            waiting[rehash.keyID] = rehash
        }
    }

    /// Takes those that wait.
    package func take() -> [VersionRehash] {
        self.waiting.withLock { waiting in
            defer { waiting = [:] }
            return Array(waiting.values)
        }
    }
}
