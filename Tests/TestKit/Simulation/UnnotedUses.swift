import KeyManagement
import Keys
import Synchronization

/// First uses the gateway reported that are not written down yet.
final class UnnotedUses: Sendable {
    private let uses = Mutex<[FirstUse]>([])

    func insert(_ use: FirstUse) {
        self.uses.withLock { uses in
            guard !uses.contains(where: { $0.keyID == use.keyID && $0.versionNumber == use.versionNumber }) else {
                return
            }
            uses.append(use)
        }
    }

    func contains(_ id: KeyID, _ number: UInt32) -> Bool {
        self.uses.withLock { $0.contains { $0.keyID == id && $0.versionNumber == number } }
    }

    func takeAll() -> [FirstUse] {
        self.uses.withLock { uses in
            defer { uses = [] }
            return uses
        }
    }

    func forgetAll() { self.uses.withLock { $0 = [] } }
}
