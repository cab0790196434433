package import Auditing
package import Cryptography
import Foundation
import GRDB
import Keys
package import Storage
import Synchronization

/// The store of one node: SQLite in a folder of its own, behind one exclusive connection.
///
/// Everything runs on GRDB's one serial queue. Writes wait in a bounded queue and share commits; reads take turns with
/// the groups.
package final class SQLiteStore: Store {
    /// What everything in the store is sealed and authenticated with.
    package let keys: StoreKeys
    /// The key above all others, as the slots gave it.
    package var rootKey: RootKey { self.keys.rootKey }
    /// The name of the audit log, the first line of its checkpoints.
    package let logName: String
    /// What a start leaves to be checked of the audit log: all entries before the last 10,000.
    package let unchecked: HistoryCheck

    let database: DatabaseQueue
    /// The copy of the store that is being made, if any.
    let copying = Mutex<CopyWork?>(nil)
    /// What was committed and waits for being shipped elsewhere; `nil` where nothing is shipped.
    let shipping = Mutex<CommitShelf?>(nil)
    /// Holds answers back until what they tell of is shipped, where that is asked for.
    package let shippingGate = ShippingGate()
    private let opened: OpenedDatabase
    private let rows: RowReader
    private let queue: Mutex<WriteQueue>
    private let committer: Mutex<GroupCommitter>
    private let files: Mutex<OpenFiles>
    private let folderHold: Mutex<Int32?>
    private let onPoison: @Sendable (StorageError) -> Void

    init(
        opened: OpenedDatabase, keys: StoreKeys, rows: RowReader, log: OpenedLog, publish: @escaping PublishHook,
        onPoison: @escaping @Sendable (StorageError) -> Void
    ) {
        self.keys = keys
        self.logName = log.signer.origin
        self.unchecked = .init(edge: log.chain.tree, entries: 0..<log.checkedFrom)
        self.database = opened.queue
        self.rows = rows
        self.opened = opened
        self.queue = .init(.init())
        self.committer = .init(
            GroupCommitter(
                rows: rows, folder: opened.folder, reserve: opened.reserve, log: log, publish: publish))
        self.files = .init(.init(folder: opened.folder))
        self.folderHold = .init(opened.hold)
        self.onPoison = onPoison
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReading) throws -> Value
    ) async throws -> Value {
        try await self.onConnection { database in
            // Nothing else runs on the connection meanwhile, so the view is consistent without a transaction.
            try body(self.view(database))
        }
    }

    /// What the last commit left, for a look at it on the connection.
    func view(_ database: Database) -> SQLiteTransaction {
        SQLiteTransaction(database, self.rows, chain: self.committer.withLock { $0.chain })
    }

    /// Runs the closure on the one connection, between groups of writes.
    func onConnection<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !self.queue.withLock({ $0.isClosed }) else { throw Self.closed }
        return try await withCheckedThrowingContinuation { continuation in
            self.database.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try body(database) })
            }
        }
    }

    package func commit<Value: Sendable>(
        _ priority: WritePriority, _ body: @escaping @Sendable (any StoreWriting) throws -> Value
    ) async throws -> Committed<Value> {
        let written: WrittenValue<Value> = try await withCheckedThrowingContinuation { continuation in
            let write = PendingWrite(
                priority: priority,
                run: { transaction in
                    let first = transaction.chain.nextSequence
                    let result = Result {
                        guard priority == .background else { return try transaction.savepoint(body) }
                        return try UnhurriedWork.run { try transaction.savepoint(body) }
                    }
                    let entries = first..<transaction.chain.nextSequence
                    return { group in
                        continuation.resume(
                            with: Result { .init(value: try result.get(), entries: entries, tree: try group.get()) })
                    }
                },
                refuse: { continuation.resume(throwing: $0) })
            self.enqueue(write)
        }
        if priority != .background, !written.entries.isEmpty { await self.shippingGate.wait() }
        return await self.proven(written)
    }

    package func close() async {
        if let hold = await self.closeDatabase() { DataFolder.release(hold) }
    }

    /// Finishes what is waiting, closes, and keeps hold of the folder: whoever has the root key may open it again.
    package func lock(randomBytes: @escaping RandomBytes = SecureRandom.system) async throws -> LockedStore {
        guard let hold = await self.closeDatabase() else { throw Self.closed }
        let opened = try OpenedDatabase(
            folder: self.opened.folder, reserveSize: self.opened.reserve.size, hold: hold)
        return try LockedStore(opened, randomBytes: randomBytes)
    }

    /// - Returns: the hold on the folder; `nil` when the store was closed before.
    private func closeDatabase() async -> Int32? {
        guard self.queue.withLock({ $0.close() }) else { return nil }
        await withCheckedContinuation { continuation in
            self.finish { continuation.resume() }
        }
        try? self.database.close()
        return self.folderHold.withLock { $0.take() }
    }

    /// Looks whether the files in the folder are still those that are open. When they are not, what is written is lost, so
    /// nothing is written any more.
    package func inspectFiles() {
        guard !self.queue.withLock({ $0.isClosed || $0.poison != nil }) else { return }
        if let failure = self.files.withLock({ $0.inspect() }) { self.stop(failure) }
    }

    /// Name and public key of the audit log: the newest of the keys that sign it.
    package var logKey: NoteVerifierKey { self.committer.withLock { $0.signer.verifierKey } }

    /// How many writes wait for their commit.
    package var waitingWrites: Int { self.queue.withLock { $0.waitingCount } }

    /// Whether writing has ended for good.
    package var poison: StorageError? { self.queue.withLock { $0.poison } }

    /// Whether nothing may begin any more.
    var isClosed: Bool { self.queue.withLock { $0.isClosed } }

    var folder: DataFolder { self.opened.folder }

    private func enqueue(_ write: PendingWrite) {
        switch self.queue.withLock({ $0.admit(write) }) {
        case .refuse(let code, let message): write.refuse(.init(code, message))
        case .wait: break
        case .lead: self.lead()
        }
    }

    /// Commits one group, then takes its turn again, so that reads come in between.
    private func lead() {
        self.database.asyncWriteWithoutTransaction { database in
            guard let group = self.queue.withLock({ $0.nextGroup() }) else { return }
            var committer = self.committer.withLock { $0 }
            let outcome = committer.commit(group, on: database)
            // The frames of a commit that failed may be in the log, whole.
            if outcome.failure == nil { self.collect(entries: committer.chain.nextSequence) }
            if let failure = outcome.failure, failure.code == .poisoned { self.stop(failure) }
            if outcome.failure == nil, let failure = committer.forget(database) { self.stop(failure) }
            for answer in outcome.answers { answer() }
            if outcome.failure == nil, let failure = committer.tidy(database) { self.stop(failure) }
            self.committer.withLock { $0 = committer }
            self.lead()
        }
    }

    /// Nothing is written any more: a failed fsync leaves nobody knowing what the disk holds.
    func stop(_ poison: StorageError) {
        for write in self.queue.withLock({ $0.poison(poison) }) { write.refuse(poison) }
        self.onPoison(poison)
    }

    /// Waits for what was admitted before, then empties the log.
    private func finish(_ done: @escaping @Sendable () -> Void) {
        self.database.asyncWriteWithoutTransaction { database in
            guard self.queue.withLock({ $0.waitingCount }) == 0 else { return self.finish(done) }
            if self.poison == nil { _ = GroupCommitter.checkpoint(database) }
            self.copying.withLock { $0 }?.abandon()
            done()
        }
    }

    static let closed = StorageError(.closed, "the store is closed")
}
