import CSQLiteHardening
import GRDB
import Storage

/// The one way a database is opened (docs/decisions: one connection). SQLite 3.7.0 to 3.51.2 may lose a commit when
/// two connections share a write-ahead log; a single exclusive one cannot meet that, nor can it be met by mistake.
enum ConnectionSettings {
    /// `GTHS`: tells our files from others.
    static let applicationID: Int32 = 0x4754_4853

    /// Leaves GRDB's `journalMode` alone on purpose: setting it would put `synchronous` back to NORMAL.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "gatehouse.store"
        configuration.busyMode = .immediateError
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            try self.harden(database)
            // Exclusive before the first look into the file, so that the log's index stays in our memory.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try self.recognise(database)
            try self.set(database)
            try self.readBack(database)
        }
        return configuration
    }

    private static func harden(_ database: Database) throws {
        guard let connection = database.sqliteConnection.map({ UnsafeMutableRawPointer($0) }),
            sqlite_hardening_apply(connection) == 0, sqlite_hardening_is_defensive(connection) == 1
        else { throw StorageError(.unexpected, "this SQLite has no defensive mode") }
    }

    /// Refuses a file of another program, or of a later version, before anything in it is changed.
    private static func recognise(_ database: Database) throws {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
        // A start that ended before its first commit leaves a file without tables.
        if application == 0, version == 0, objects == 0 { return }
        guard application == self.applicationID else {
            throw StorageError(.foreign, "the file is a database of another program")
        }
        guard version <= Schema.newest else {
            throw StorageError(
                .foreign, "the database is of format \(version), newer than this version's \(Schema.newest)")
        }
    }

    private static func set(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA cell_size_check = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA temp_store = MEMORY;
                PRAGMA secure_delete = ON;
                PRAGMA cache_size = -16384;
                """)
    }

    private static func readBack(_ database: Database) throws {
        let expected: [(pragma: String, value: String)] = [
            ("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", "2"), ("wal_autocheckpoint", "0"),
            ("cell_size_check", "1"), ("trusted_schema", "0"), ("temp_store", "2"),
            // What was destroyed, erased or sealed is overwritten where it stood.
            ("secure_delete", "1"),
        ]
        for (pragma, value) in expected {
            let actual = try String.fetchOne(database, sql: "PRAGMA \(pragma)") ?? "nothing"
            guard actual == value else {
                throw StorageError(.unexpected, "SQLite keeps \(pragma) at \(actual), not \(value)")
            }
        }
    }
}
