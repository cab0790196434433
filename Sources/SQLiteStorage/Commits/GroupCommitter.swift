import Auditing
import GRDB
import Storage

/// Commits groups of writes on the store's one executor: each in a savepoint, one fsync for all, published in commit
/// order before anyone is answered. A group that appended entries of audit signs the head of the log, in its transaction.
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

    /// What a group leaves of the log: what was signed, and who signs from then on.
    private typealias Signing = (tree: SignedTree?, signer: CheckpointSigner)

    private let rows: RowReader
    private let folder: DataFolder
    private let reserve: SpaceReserve
    private let publish: PublishHook
    private var log: OpenedLog
    private var commitsSinceReserve = 0
    /// The write-ahead log may hold what was taken away for good.
    private var holdsForgotten: Bool

    init(
        rows: RowReader, folder: DataFolder, reserve: SpaceReserve, log: OpenedLog, publish: @escaping PublishHook
    ) {
        self.rows = rows
        self.folder = folder
        self.reserve = reserve
        self.log = log
        // What a crash left of it goes with the first commit.
        self.holdsForgotten = folder.logSize > 0
        self.publish = publish
    }

    /// The audit log as the last commit left it.
    var chain: AuditChain { self.log.chain }

    /// Who signs the audit log's heads.
    var signer: CheckpointSigner { self.log.signer }

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

    /// Empties the write-ahead log where it holds what was taken away for good: SQLite overwrites what is deleted in the
    /// file alone. Runs before the answers; what a full disk hinders is tried again after the next commit.
    ///
    /// - Returns: the failure after which nothing may be written any more, if there was one.
    mutating func forget(_ database: Database) -> StorageError? {
        guard self.holdsForgotten else { return nil }
        let failure = Self.checkpoint(database)
        self.holdsForgotten = self.folder.logSize > 0
        return failure
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
        let transaction = SQLiteTransaction(database, self.rows, chain: self.log.chain)
        let (answers, outcome) = self.execute(group, in: transaction)
        var failure: StorageError?
        switch outcome {
        case .success(let signing):
            self.log.chain = transaction.chain
            self.log.signer = signing.signer
            self.holdsForgotten = self.holdsForgotten || transaction.hasForgotten
            if !transaction.changes.isEmpty { self.publish(transaction.changes) }
        case .failure(let reason): failure = reason
        }
        let answered = outcome.map(\.tree)
        return Outcome(failure: failure, answers: answers.map { answer in { answer(answered) } })
    }

    private func execute(
        _ group: [PendingWrite], in transaction: SQLiteTransaction
    ) -> ([PendingWrite.Answer], Result<Signing, StorageError>) {
        let database = transaction.database
        var answers: [PendingWrite.Answer] = []
        do {
            try database.beginTransaction(.immediate)
            for write in group {
                answers.append(transaction.failure == nil ? write.run(transaction) : Self.answer(write))
            }
            if let failure = transaction.failure { throw failure }
            let signing = try self.sign(transaction)
            try database.commit()
            return (answers, .success(signing))
        } catch {
            let failure = StorageError(error, on: database)
            if database.isInsideTransaction { try? database.rollback() }
            return (group.map(Self.answer), .failure(failure))
        }
    }

    /// Signs and stores the head of the log when the transaction has entries, with the keys as it leaves them.
    private func sign(_ transaction: SQLiteTransaction) throws -> Signing {
        var signer = self.log.signer
        if transaction.hasOtherLogKeys {
            signer = try .init(
                transaction.logKeys(), origin: signer.origin, under: self.rows.details.systemKeys)
        }
        guard transaction.chain.nextSequence > self.log.chain.nextSequence else { return (nil, signer) }
        let signed = try signer.sign(transaction.chain.tree)
        try transaction.put(signed)
        return (signed, signer)
    }

    /// For a write whose group failed: that failure is its answer.
    private static func answer(_ write: PendingWrite) -> PendingWrite.Answer {
        { outcome in
            guard case .failure(let failure) = outcome else {
                return write.refuse(.init(.unexpected, "the group of the write failed"))
            }
            write.refuse(failure)
        }
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
