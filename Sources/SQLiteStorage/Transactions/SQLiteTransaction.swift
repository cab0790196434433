import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// One transaction over the one connection: what the closures of reads and writes see.
final class SQLiteTransaction {
    let database: Database
    let rows: RowReader
    /// Gives audit entries their places.
    var chain: AuditChain
    /// What the writes that held have changed, in order.
    private(set) var changes: [StoreChange] = []
    /// Set when no write of the group can be kept: the disk is full, or the transaction is gone.
    private(set) var failure: StorageError?
    /// Whether the keys of the audit log may be others than before.
    private(set) var hasOtherLogKeys = false
    /// Whether something was taken away that must be in no file any more: an erased key, or what a destroyed one was.
    private(set) var hasForgotten = false

    init(_ database: Database, _ rows: RowReader, chain: AuditChain) {
        self.database = database
        self.rows = rows
        self.chain = chain
    }

    /// Runs one write so that it takes effect wholly or not at all.
    func savepoint<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        let (chain, changeCount) = (self.chain, self.changes.count)
        try self.execute("SAVEPOINT operation")
        do {
            let value = try body(self)
            try self.execute("RELEASE operation")
            return value
        } catch {
            self.chain = chain
            self.changes.removeSubrange(changeCount...)
            try self.undo()
            throw error
        }
    }

    private func undo() throws(StorageError) {
        guard self.database.isInsideTransaction else {
            self.failure = self.failure ?? .init(.unexpected, "SQLite rolled the transaction back")
            return
        }
        guard self.failure == nil else { return }
        try self.execute("ROLLBACK TO operation")
        try self.execute("RELEASE operation")
    }

    func didChangeLogKeys() { self.hasOtherLogKeys = true }

    func didForget() { self.hasForgotten = true }

    func didChange(_ change: StoreChange) { self.changes.append(change) }

    /// Runs a statement without rows.
    func execute(_ sql: String, _ arguments: StatementArguments = []) throws(StorageError) {
        try self.attempt { try self.database.cachedStatement(sql: sql).execute(arguments: arguments) }
    }

    /// Gives every row of a query to `body`.
    func query(
        _ sql: String, _ arguments: StatementArguments, _ body: (Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        try self.attempt {
            let cursor = try Row.fetchCursor(
                self.database.cachedStatement(sql: sql), arguments: arguments)
            while let row = try cursor.next() { try body(row) }
        }
    }

    /// The first column of the first row.
    func value<Value: DatabaseValueConvertible>(
        _ sql: String, _ arguments: StatementArguments
    ) throws(StorageError) -> Value? {
        try self.attempt {
            try Value.fetchOne(self.database.cachedStatement(sql: sql), arguments: arguments)
        }
    }

    /// A statement for one use, apart from the cached ones.
    func prepared(_ sql: String) throws(StorageError) -> Statement {
        try self.attempt { try self.database.makeStatement(sql: sql) }
    }

    /// Puts SQLite's errors into our words, and remembers those that no write of the group survives.
    func attempt<Value>(_ body: () throws -> Value) throws(StorageError) -> Value {
        do {
            return try body()
        } catch {
            let failure = StorageError(error, on: self.database)
            if failure.code == .full || failure.code == .poisoned { self.failure = self.failure ?? failure }
            throw failure
        }
    }
}
