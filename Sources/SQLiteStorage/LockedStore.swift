package import Cryptography
import GRDB
package import Keys
package import Storage

/// A store whose root key is not known yet: its folder is held, its file recognised, and its slots are read. Nothing in
/// it can be believed or changed before `unlock`.
package final class LockedStore: Sendable {
    /// Empty in a folder without a store.
    package let slots: [RootKeySlot]
    /// Of the root key that opens it; `nil` in a folder without a store.
    package let checkValue: Digest256?

    let opened: OpenedDatabase
    let randomBytes: RandomBytes

    /// Whether there is no store yet: `create` makes it.
    package var isNew: Bool { self.checkValue == nil }

    /// Takes hold of the folder, or makes it with mode 0700; its parent must be there. `reserveSize` is in bytes, held
    /// back for a full disk.
    package convenience init(
        folder: String, reserveSize: Int = SQLiteStore.reserveSize,
        randomBytes: @escaping RandomBytes = SecureRandom.system
    ) throws(StorageError) {
        let folder = DataFolder(path: folder)
        try self.init(
            OpenedDatabase(folder: folder, reserveSize: reserveSize, hold: folder.take()), randomBytes: randomBytes)
    }

    init(_ opened: OpenedDatabase, randomBytes: @escaping RandomBytes) throws(StorageError) {
        do {
            (self.slots, self.checkValue) = try opened.rootKeyRows()
        } catch {
            opened.close()
            throw error
        }
        self.opened = opened
        self.randomBytes = randomBytes
    }

    /// Makes the store with a root key of its own. `slots` hold it, and are all that ever will give it back.
    ///
    /// - Returns: the same folder, to be unlocked.
    package func create(_ rootKey: RootKey, slots: [RootKeySlot]) throws(StorageError) -> LockedStore {
        try self.opened.create(rootKey, slots, randomBytes: self.randomBytes)
        return try LockedStore(self.opened, randomBytes: self.randomBytes)
    }

    /// Opens the store: brings it to the newest format, verifies the end of its history, and gives it to those who read
    /// and write. This locked one is spent when that succeeds. `publish` receives the changes of each commit before its
    /// writes return; `origin` names the audit log, when it is not to have its own name; `onPoison` is told once when writing ends because a write or fsync failed, and the process should
    /// exit with 74. Another root key than that of the store throws `wrongRootKey`.
    package func unlock(
        with rootKey: RootKey, origin: String? = nil, publish: @escaping PublishHook,
        onPoison: @escaping @Sendable (StorageError) -> Void
    ) throws(StorageError) -> SQLiteStore {
        guard let checkValue, rootKey.checkValue.equalsInConstantTime(checkValue) else {
            throw self.opened.wrongRootKey
        }
        let keys = try self.opened.keys(under: rootKey, randomBytes: self.randomBytes)
        let sealing = DetailSealing(keys: keys, randomBytes: self.randomBytes)
        let rows = RowReader(authenticator: RowAuthenticator(systemKeys: keys.systemKeys), details: sealing)
        let log = try self.opened.log(rows, origin: origin, randomBytes: self.randomBytes)
        self.opened.reserve.restore()
        return SQLiteStore(
            opened: self.opened, keys: keys, rows: rows, log: log, publish: publish, onPoison: onPoison)
    }

    /// What is wrong with a root key that is not this store's.
    package var wrongRootKey: StorageError { self.opened.wrongRootKey }

    /// Lets go of the folder.
    package func close() { self.opened.close() }
}
