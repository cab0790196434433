import Cryptography
import Keys
import Storage

/// Replaces the key that wraps a tenant's data keys. No data is touched.
enum KeyringRekeying: RekeyingWork {
    /// Makes the new key, pending. There must be a primary one to replace.
    static func start(_ tenant: String, in act: Act) throws -> (old: String, new: String) {
        guard let old = try act.reader.keyringKeys(of: tenant).first(where: { $0.state == .primary }) else {
            throw ManagementError(
                .invalid, "\(tenant) has no keyring yet: nothing was ever sealed for it.")
        }
        let new = try KeyringKey.draw(
            tenant: tenant, at: act.now, under: try act.rootKey(), randomBytes: act.tools.randomBytes)
        try act.transaction.insert(new)
        return (old.id.description, new.id.description)
    }

    static func promote(_ rekeying: Rekeying, in act: Act) throws {
        // The old one first: a tenant has one primary key at a time.
        try self.change(rekeying.oldKey, to: .enabled, in: act)
        try self.change(rekeying.newKey, to: .primary, in: act)
    }

    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let (old, new) = try (self.key(rekeying.oldKey, in: act), self.key(rekeying.newKey, in: act))
        let page = try act.reader.dataKeys(
            wrappedBy: old.id, after: DataKeyID(rekeying.cursor), limit: self.batch)
        let live = page.filter { $0.erasedAt == nil }
        if !live.isEmpty {
            let (from, to) = try (act.opened(old), act.opened(new))
            for row in live {
                var moved = try to.rewrap(row, from: from, randomBytes: act.tools.randomBytes)
                moved.revision = row.revision &+ 1
                try act.transaction.update(moved)
            }
        }
        return .init(count: UInt64(live.count), cursor: page.count < self.batch ? nil : page.last?.id.description)
    }

    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let old = try self.key(rekeying.oldKey, in: act)
        return .init(count: UInt64(clamping: try act.reader.countDataKeys(wrappedBy: old.id)), cursor: nil)
    }

    static func retire(_ rekeying: Rekeying, in act: Act) throws {
        try self.change(rekeying.oldKey, to: .disabled, in: act)
    }

    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        // Somebody may have enabled it again and used it: then it stays, and says so.
        let batch = try self.count(rekeying, in: act)
        guard batch.count == 0 else {
            throw ManagementError(
                .internal, "the key \(rekeying.oldKey) is in use again: it is not destroyed")
        }
        try self.change(rekeying.oldKey, to: .destroyed, in: act)
        return .init(count: 1, cursor: nil)
    }

    private static func key(_ id: String, in act: Act) throws -> KeyringKey {
        guard let id = KeyringKeyID(id), let key = try act.reader.keyringKey(id) else {
            throw StorageError(.damaged, "the keyring key \(id) is missing")
        }
        return key
    }

    private static func change(_ id: String, to state: KeyringKeyState, in act: Act) throws {
        var key = try self.key(id, in: act)
        try key.become(state, at: act.now)
        key.revision &+= 1
        try act.transaction.update(key)
    }
}
