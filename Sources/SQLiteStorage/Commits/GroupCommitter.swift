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

    /// What came of a group.
    struct Outcome {
        /// Why nothing of it was kept; `nil` when it is durable and published.
        var failure: StorageError?
        /// Tell the callers. Not before the store knows that it is poisoned, if it is.
        var answers: [() -> Void]
    }

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

    /// Commits a group and publishes its changes. On a full disk shortens the log and tries again; when that does not
    /// help, gives up the reserve and tries once more with what takes access away.
    mutating func commit(_ group: [PendingWrite], on database: Database) -> Outcome {
        var outcome = self.attempt(group, on: database)
        guard outcome.failure?.code == .full else { return outcome }
        if Self.checkpoint(database) == nil, self.folder.logSize == 0 {
            outcome = self.attempt(group, on: database)
        }
        let urgent = group.filter { $0.priority == .revocation }
        guard let failure = outcome.failure, failure.code == .full, self.reserve.isThere, !urgent.isEmpty else {
            return outcome
        }
        self.reserve.release()
        self.commitsSinceReserve = 0
        let refused = group.filter { $0.priority != .revocation }.map { write in { write.refuse(failure) } }
        outcome = self.attempt(urgent, on: database)
        outcome.answers += refused
        return outcome
    }

    /// Keeps the log short, shorter while there is no reserve, and takes the reserve again when there is space. Runs
    /// after the answers.
    ///
    /// - Returns: the failure after which nothing may be written any more, if there was one.
    mutating func tidy(_ database: Database) -> StorageError? {
        self.commitsSinceReserve += 1
        if self.commitsSinceReserve >= Self.reserveInterval {
            self.commitsSinceReserve = 0
            self.reserve.restore()
        }
        let limit = self.reserve.isThere ? Self.longestLog : self.reserve.size / 4
        return self.folder.logSize > limit ? Self.checkpoint(database) : nil
    }

    private mutating func attempt(_ group: [PendingWrite], on database: Database) -> Outcome {
        let (answers, transaction, failure) = self.execute(group, on: database)
        if failure == nil {
            self.chain = transaction.chain
            if !transaction.changes.isEmpty { self.publish(transaction.changes) }
        }
        return Outcome(failure: failure, answers: answers.map { answer in { answer(failure) } })
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
