import Auditing
package import Cryptography
import GRDB
import Glibc
import Keys
package import Storage

extension SQLiteStore {
    /// Bytes held back for a full disk.
    package static let reserveSize = 16 << 20
    /// How many of the last audit entries are checked at start.
    package static let checkedEntries = 10_000

    /// Opens the store in a folder, or makes one there: with a root key of its own in slot 0 of the provider.
    ///
    /// - Parameters:
    ///   - folder: Made with mode 0700 when it is missing; its parent must be there.
    ///   - provider: Wraps the root key of a new store; opens its own slot of an existing one.
    ///   - randomBytes: Where a new root key comes from.
    ///   - reserveSize: Bytes held back for a full disk.
    ///   - publish: Receives the changes of each commit before its writes return.
    ///   - onPoison: Told once when writing ends because a write or fsync failed; the process should exit with 74.
    /// - Returns: the store, ready.
    /// - Throws: `StorageError`, or the provider's `CryptographyError` when it cannot get at its own key.
    package static func open(
        folder: String, provider: any RootKeyProvider, randomBytes: @escaping RandomBytes = SecureRandom.system,
        reserveSize: Int = SQLiteStore.reserveSize, publish: @escaping PublishHook,
        onPoison: @escaping @Sendable (StorageError) -> Void
    ) async throws -> SQLiteStore {
        let opened = try OpenedDatabase(folder: DataFolder(path: folder), reserveSize: reserveSize)
        do {
            let rootKey = try await opened.rootKey(from: provider, randomBytes: randomBytes)
            let chain = try opened.verifiedChain(RowReader(authenticator: RowAuthenticator(rootKey: rootKey)))
            opened.reserve.restore()
            return SQLiteStore(opened: opened, rootKey: rootKey, chain: chain, publish: publish, onPoison: onPoison)
        } catch {
            try? opened.queue.close()
            DataFolder.release(opened.hold)
            throw error
        }
    }
}

/// A database that is recognised and set up, before its root key is known.
struct OpenedDatabase: Sendable {
    let folder: DataFolder
    let queue: DatabaseQueue
    let reserve: SpaceReserve
    /// The descriptor that holds the folder.
    let hold: Int32

    init(folder: DataFolder, reserveSize: Int) throws(StorageError) {
        self.folder = folder
        self.reserve = SpaceReserve(path: folder.reserve, size: reserveSize)
        self.hold = try folder.take()
        do {
            try folder.prepareDatabase()
            self.queue = try DatabaseQueue(path: folder.database, configuration: ConnectionSettings.configuration)
        } catch {
            DataFolder.release(self.hold)
            throw Self.named(StorageError(error), folder)
        }
    }

    /// The root key out of the provider's slot, or a new one when the store is new.
    func rootKey(from provider: any RootKeyProvider, randomBytes: RandomBytes) async throws -> RootKey {
        let slots = try self.slots()
        guard !slots.isEmpty else {
            let rootKey = RootKey(randomBytes: randomBytes)
            let slot = try await provider.slot(holding: rootKey, number: 0)
            try self.create(slot, checkValue: rootKey.checkValue)
            return rootKey
        }
        for slot in slots where slot.kind == provider.kind {
            guard let rootKey = try await Self.unwrap(slot, by: provider) else { continue }
            try self.migrate(expecting: rootKey.checkValue)
            return rootKey
        }
        throw StorageError(.wrongRootKey, "the root key is not the one the store in \(self.folder.path) was made with")
    }

    /// Reads the last audit entries, in order, and says where the history goes on.
    func verifiedChain(_ rows: RowReader) throws(StorageError) -> AuditChain {
        try self.perform { database in
            let view = SQLiteTransaction(database, rows, chain: .init())
            let last = try Int64.fetchOne(database, sql: "SELECT MAX(sequence) FROM audit_entries")
            guard let last else { return AuditChain() }
            guard last >= 0 else { throw StorageError(.damaged, "an audit entry stands before the first") }
            let first = max(0, last - Int64(SQLiteStore.checkedEntries) + 1)
            let entries = try view.auditEntries(
                matching: .init(), .oldestFirst, from: first == 0 ? nil : UInt64(first) - 1,
                limit: SQLiteStore.checkedEntries)
            var chain = AuditChain(nextSequence: UInt64(first))
            for entry in entries { try Self.follow(entry, in: &chain) }
            return chain
        }
    }

    private static func follow(_ entry: StoredAuditEntry, in chain: inout AuditChain) throws(StorageError) {
        do {
            try chain.follow(entry)
        } catch {
            throw .init(.damaged, error.message)
        }
    }

    private static func unwrap(
        _ slot: RootKeySlot, by provider: any RootKeyProvider
    ) async throws(CryptographyError) -> RootKey? {
        do {
            return try RootKey(await provider.unwrap(slot.wrapped, at: slot.place))
        } catch {
            guard error.code == .envelopeRejected || error.code == .envelopeMalformed else { throw error }
            return nil
        }
    }

    private func slots() throws(StorageError) -> [RootKeySlot] {
        try self.perform { database in
            guard try database.tableExists("root_key_slots") else { return [] }
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT number, kind, wrapped FROM root_key_slots ORDER BY number LIMIT \(RootKeySlot.most)")
            return rows.map { row in
                RootKeySlot(number: UInt8(clamping: row[0] as Int64), kind: row[1], wrapped: row.bytes(2))
            }
        }
    }

    private func create(_ slot: RootKeySlot, checkValue: Digest256) throws(StorageError) {
        try self.perform { database in
            try Schema.migrate(database)
            try database.inTransaction(.immediate) {
                try database.execute(
                    sql: "INSERT INTO installation (id, check_value) VALUES (1, ?)", arguments: [checkValue.bytes.blob])
                try database.execute(
                    sql: "INSERT INTO root_key_slots (number, kind, wrapped) VALUES (?, ?, ?)",
                    arguments: [Int64(slot.number), slot.kind, slot.wrapped.blob])
                return .commit
            }
        }
    }

    /// Brings an existing store to the newest format, once its root key is known to be the right one.
    private func migrate(expecting checkValue: Digest256) throws(StorageError) {
        try self.perform { database in
            let stored = try Row.fetchOne(database, sql: "SELECT check_value FROM installation WHERE id = 1")
            guard let stored, Digest256(bytes: stored.bytes(0)) == checkValue else {
                throw StorageError(
                    .wrongRootKey, "the root key is not the one the store in \(self.folder.path) was made with")
            }
            try Schema.migrate(database)
        }
    }

    private func perform<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
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
