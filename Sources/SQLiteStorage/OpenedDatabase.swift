import Cryptography
import GRDB
import Keys
import Storage

/// A database that is recognised and set up, in a folder that is held. What it holds of the root key can be read; the
/// rest waits for that key.
struct OpenedDatabase: Sendable {
    let folder: DataFolder
    let queue: DatabaseQueue
    let reserve: SpaceReserve
    /// The descriptor that holds the folder.
    let hold: Int32

    /// Takes over the hold on the folder, and gives it up on failure.
    init(folder: DataFolder, reserveSize: Int, hold: Int32) throws(StorageError) {
        self.folder = folder
        self.reserve = SpaceReserve(path: folder.reserve, size: reserveSize)
        self.hold = hold
        do {
            try folder.prepareDatabase()
            folder.removeLeftovers()
            self.queue = try DatabaseQueue(path: folder.database, configuration: ConnectionSettings.configuration)
        } catch {
            DataFolder.release(hold)
            throw Self.named(StorageError(error), folder)
        }
    }

    var wrongRootKey: StorageError {
        .init(.wrongRootKey, "the root key is not the one the store in \(self.folder.path) was made with")
    }

    func close() {
        try? self.queue.close()
        DataFolder.release(self.hold)
    }

    /// The slots and the check value of the root key; none in a file without a store.
    func rootKeyRows() throws(StorageError) -> ([RootKeySlot], Digest256?) {
        try self.perform { database in
            guard try database.tableExists("root_key_slots") else { return ([], nil) }
            let slots = try RootKeyRows.slots(database)
            let checkValue = try RootKeyRows.checkValue(database)
            // A start that was killed while it made the store leaves tables with nothing in them.
            guard slots.isEmpty == (checkValue == nil) else {
                throw StorageError(.wrongRootKey, "the store in \(self.folder.path) has lost what tells its root key")
            }
            return (slots, checkValue)
        }
    }

    /// Makes a store of the newest format: root key, slots and system keys in one transaction.
    func create(_ rootKey: RootKey, _ slots: [RootKeySlot], randomBytes: RandomBytes) throws(StorageError) {
        try self.perform { database in
            try Schema.migrate(database)
            let sealed = try SystemKeys.draw(randomBytes: randomBytes).sealed(under: rootKey, randomBytes: randomBytes)
            try database.inTransaction(.immediate) {
                try RootKeyRows.replace(checkValue: rootKey.checkValue, slots: slots, database)
                for key in sealed { try RootKeyRows.put(key, database) }
                return .commit
            }
        }
    }

    /// Brings the store to the newest format and opens its system keys. A store from before there were any keeps the
    /// keys that it derived from its root key until now, so that no row has to be authenticated anew; one from before a
    /// purpose gets its key.
    func keys(under rootKey: RootKey, randomBytes: RandomBytes) throws(StorageError) -> StoreKeys {
        try self.perform { database in
            try Schema.migrate(database)
            let rows = try RootKeyRows.systemKeys(database)
            do {
                let added =
                    rows.isEmpty
                    ? try SystemKeys.adopt(from: rootKey).sealed(under: rootKey, randomBytes: randomBytes)
                    : try SystemKeys.added(to: rows, under: rootKey, randomBytes: randomBytes)
                let keys = try SystemKeys(opening: rows + added, under: rootKey)
                try database.inTransaction(.immediate) {
                    for key in added { try RootKeyRows.put(key, database) }
                    return .commit
                }
                return StoreKeys(rootKey: rootKey, systemKeys: keys)
            } catch let error as CryptographyError {
                throw StorageError(.damaged, error.message)
            }
        }
    }

    /// Runs the body on the connection; failures name the file.
    func perform<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            return try self.queue.unsafeReentrantWrite(body)
        } catch {
            throw Self.named(StorageError(error), self.folder)
        }
    }

    /// The same failure, with the file it is about.
    private static func named(_ error: StorageError, _ folder: DataFolder) -> StorageError {
        error.message.contains(folder.path) ? error : .init(error.code, "\(folder.database): \(error.message)")
    }
}
