import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// Reads everything in a store and goes on after what it finds, so that all of it is named.
struct StoreExamination {
    let database: Database
    let view: SQLiteTransaction
    let keys: StoreKeys
    private(set) var report: ExaminationReport
    /// Whether nobody wants to know any more.
    let isStopped: () -> Bool

    init(
        _ database: Database, _ rows: RowReader, _ keys: StoreKeys, continuing report: ExaminationReport,
        isStopped: @escaping () -> Bool
    ) {
        self.database = database
        self.view = SQLiteTransaction(database, rows, chain: .init())
        self.keys = keys
        self.report = report
        self.isStopped = isStopped
    }

    /// What SQLite itself finds: pages, cells, indexes. Needs no key.
    static func integrity(of database: Database) -> ExaminationReport {
        var report = ExaminationReport()
        do {
            let lines = try String.fetchAll(
                database, sql: "PRAGMA integrity_check(\(ExaminationReport.mostFindings))")
            for line in lines where line != "ok" { report.add("database", line) }
        } catch {
            report.add("database", StorageError(error).message)
        }
        return report
    }

    mutating func run(opening pepper: (SealedPepper, StoreKeys) throws -> Void) {
        let keys = self.keys
        self.examine(Project.self)
        self.examine(Environment.self)
        // Of one that was destroyed the number alone is left.
        self.examine(SealedPepper.self) { sealed in if !sealed.isDestroyed { try pepper(sealed, keys) } }
        self.examine(Identity.self)
        self.examine(Role.self)
        self.examine(Policy.self)
        self.examine(Operator.self)
        self.examineLabels()
        self.examine(ForeignCredential.self)
        self.examine(IdempotencyRecord.self)
        self.examineSealedKeys()
        self.examineUsage()
        self.examineLog()
    }

    /// Reads every row of a table: its code, its content, and whether its columns say the same.
    mutating func examine<Record: StoredObject>(
        _ type: Record.Type, also check: (Record) throws -> Void = { _ in }
    ) {
        self.eachRow(of: Record.table, "SELECT \(Record.selection) FROM \(Record.table) ORDER BY id") {
            examination, row in
            let record = try examination.view.rows.record(row, type)
            try check(record)
        }
    }

    /// Gives each row to `body`; what it throws is a finding about that row, by its first column.
    mutating func eachRow(of table: String, _ sql: String, _ body: (inout Self, Row) throws -> Void) {
        guard !self.isUnreadable(table) else { return }
        do {
            let cursor = try Row.fetchCursor(self.database, sql: sql)
            while !self.isStopped(), let row = try cursor.next() {
                self.report.rows += 1
                do {
                    try body(&self, row)
                } catch {
                    self.add("\(table)/\(Self.name(row[0]))", error)
                }
            }
        } catch {
            self.add(table, error)
        }
    }

    private static func name(_ id: DatabaseValue) -> String { String.fromDatabaseValue(id) ?? "\(id)" }

    /// Whether SQLite has found values of another type than the table's: reading them could not even be tried.
    func isUnreadable(_ table: String) -> Bool {
        self.report.findings.contains { $0.object == "database" && $0.problem.contains(" value in \(table).") }
    }

    mutating func add(_ object: String, _ problem: String) { self.report.add(object, problem) }

    mutating func add(_ object: String, _ error: any Error) {
        let problem = (error as? CryptographyError)?.message ?? StorageError(error).message
        self.report.add(object, problem)
    }

    mutating func count(rows: Int) { self.report.rows += rows }

    mutating func conclude(entries: UInt64, root: Digest256?) {
        self.report.entries = entries
        self.report.root = root
    }

    mutating func conclude(checkpoint: SignedNote) { self.report.checkpoint = checkpoint }

    // MARK: Keys and what is listed by them

    /// Keys, and whether what they are listed by is what they say.
    private mutating func examineLabels() {
        let database = self.database
        self.examine(KeyRecord.self) { key in
            let rows = try Row.fetchAll(
                database.cachedStatement(sql: "SELECT kind, value FROM key_labels WHERE key_id = ?"),
                arguments: [key.id.rowID])
            let stored = Set(rows.map { "\($0[0] as DatabaseValue) \($0[1] as DatabaseValue)" })
            guard
                stored
                    == Set(
                        KeyLabel.labels(of: key).map { "\($0.kind.rawValue.databaseValue) \($0.value.databaseValue)" })
            else {
                throw StorageError(.damaged, "what the key is listed by contradicts its content")
            }
        }
        self.refuseOrphans(in: "key_labels")
        self.refuseOrphans(in: "key_usage")
    }

    private mutating func refuseOrphans(in table: String) {
        self.eachRow(
            of: table,
            "SELECT DISTINCT key_id FROM \(table) WHERE key_id NOT IN (SELECT id FROM keys) LIMIT 1000"
        ) { _, _ in throw StorageError(.damaged, "rows of \(table) belong to a key that is not there") }
    }

    /// Last use carries no code, so what can be seen is that it can be read and that nothing has grown beyond its bound.
    private mutating func examineUsage() {
        self.eachRow(
            of: "key_usage",
            "SELECT key_id, version, address, COUNT(*) OVER (PARTITION BY key_id, version) FROM key_usage"
        ) { _, row in
            guard UInt32.fromDatabaseValue(row[1]) != nil,
                String.fromDatabaseValue(row[2]).flatMap({ IPAddress($0) }) != nil
            else {
                throw StorageError(.damaged, "a last use of the key cannot be read")
            }
            guard Int.fromDatabaseValue(row[3]).map({ $0 <= VersionUsage.mostCallers }) ?? false else {
                throw StorageError(.damaged, "more callers are kept of the key than there should be")
            }
        }
    }

    // MARK: Sealed keys

    private mutating func examineSealedKeys() {
        let (rootKey, systemKeys) = (self.keys.rootKey, self.keys.systemKeys)
        var wrapping: [KeyringKeyID: WrappingKey] = [:]
        self.examine(KeyringKey.self) { key in
            if key.state.unwraps { wrapping[key.id] = try key.opened(under: rootKey) }
        }
        self.examine(SealedDataKey.self) { key in
            guard key.erasedAt == nil else { return }
            guard let wrapper = wrapping[key.wrappedBy] else {
                throw StorageError(.damaged, "the key that wraps it is missing or does not open")
            }
            _ = try wrapper.open(key)
        }
        self.examine(LogKey.self) { key in
            guard key.state != .destroyed else { return }
            _ = try key.signer(named: "log", under: systemKeys)
        }
    }
}
