import Auditing
import GRDB
import Storage

/// Commits groups of writes on the store's one executor: each in a savepoint, one fsync for all, published in commit
/// order before anyone is answered.
struct GroupCommitter: Sendable {
    /// The write-ahead log is brought back into the file when it is longer than this.
    static let longestLog = 4 << 20
    /// How many commits pass between attempts to take the reserve again.
    private static let reserveInterval = 64

    private let rows: RowReader
    private let folder: DataFolder
    private let reserve: SpaceReserve
    private let publish: PublishHook
    private var chain: AuditChain
    private var commitsSinceReserve = 0

    init(
        rows: RowReader, folder: DataFolder, reserve: SpaceReserve, chain: AuditChain, publish: @escaping PublishHook
    ) {
        self.rows = rows
        self.folder = folder
        self.reserve = reserve
        self.chain = chain
        self.publish = publish
    }

    /// Commits and answers.
    ///
    /// - Returns: the failure after which nothing may be written any more, if there was one.
    mutating func commit(_ group: [PendingWrite], on database: Database) -> StorageError? {
        guard let failure = self.attempt(group, on: database) else { return self.tidy(database) }
        return failure.code == .poisoned ? failure : nil
    }

    /// Commits and answers; on a full disk gives up the reserve and tries again with what takes access away.
    private mutating func attempt(_ group: [PendingWrite], on database: Database) -> StorageError? {
        let (answers, transaction, failure) = self.execute(group, on: database)
        if let failure, failure.code == .full, self.reserve.isThere,
            group.contains(where: { $0.priority == .revocation })
        {
            self.reserve.release()
            self.commitsSinceReserve = 0
            for write in group where write.priority != .revocation { write.refuse(failure) }
            return self.attempt(group.filter { $0.priority == .revocation }, on: database)
        }
        if failure == nil {
            self.chain = transaction.chain
            if !transaction.changes.isEmpty { self.publish(transaction.changes) }
        }
        for answer in answers { answer(failure) }
        return failure
    }

    private func execute(
        _ group: [PendingWrite], on database: Database
    ) -> ([PendingWrite.Answer], SQLiteTransaction, StorageError?) {
        let transaction = SQLiteTransaction(database, self.rows, chain: self.chain)
        var answers: [PendingWrite.Answer] = []
        do {
            try database.beginTransaction(.immediate)
            for write in group {
                answers.append(transaction.failure == nil ? write.run(transaction) : Self.answer(write))
            }
            if let failure = transaction.failure { throw failure }
            try database.commit()
            return (answers, transaction, nil)
        } catch {
            let failure = StorageError(error, on: database)
            if database.isInsideTransaction { try? database.rollback() }
            return (group.map(Self.answer), transaction, failure)
        }
    }

    /// For a write whose group failed: that failure is its answer.
    private static func answer(_ write: PendingWrite) -> PendingWrite.Answer {
        { failure in write.refuse(failure ?? .init(.unexpected, "the group of the write failed")) }
    }

    /// Keeps the log short and takes the reserve again when there is space. Runs after the answers.
    private mutating func tidy(_ database: Database) -> StorageError? {
        self.commitsSinceReserve += 1
        if self.commitsSinceReserve >= Self.reserveInterval {
            self.commitsSinceReserve = 0
            self.reserve.restore()
        }
        return self.folder.logSize > Self.longestLog ? Self.checkpoint(database) : nil
    }

    /// Brings the log into the file and empties it. A full disk leaves the log as it is; every other failure is final.
    static func checkpoint(_ database: Database) -> StorageError? {
        do {
            try database.checkpoint(.truncate)
            return nil
        } catch {
            let failure = StorageError(error, on: database)
            return failure.code == .poisoned ? failure : nil
        }
    }
}
