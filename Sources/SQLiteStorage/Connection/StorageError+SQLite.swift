import CSQLiteHardening
import GRDB
import Glibc
import Storage

extension StorageError {
    /// What a failure of SQLite means to us. Never quotes a statement's arguments.
    init(_ error: any Error, on database: Database? = nil) {
        if let error = error as? StorageError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.unexpected, "the database failed: \(type(of: error))")
            return
        }
        self.init(error, systemCode: database.flatMap(Self.systemCode))
    }

    private init(_ error: DatabaseError, systemCode: Int32?) {
        let words = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, "no space left for the database")
        case .SQLITE_IOERR where systemCode == ENOSPC || systemCode == EDQUOT:
            self.init(.full, "no space left for the database")
        case .SQLITE_IOERR:
            let isRead = [.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ].contains(error.extendedResultCode)
            self.init(isRead ? .damaged : .poisoned, "the database failed: \(words)")
        case .SQLITE_CORRUPT: self.init(.damaged, "the database is damaged: \(words)")
        case .SQLITE_NOTADB: self.init(.foreign, "the file is not a database")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.held, "another process holds the database")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
            self.init(.denied, "the database cannot be opened or written: \(words)")
        case .SQLITE_CONSTRAINT: self.init(constraint: error)
        case .SQLITE_MISUSE: self.init(.closed, "the store is closed")
        default: self.init(.unexpected, "the database failed: \(words)")
        }
    }

    private init(constraint error: DatabaseError) {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            self.init(.duplicate, "the id or name is taken")
        default: self.init(.unexpected, "the database refused a row: \(error.message ?? "a constraint failed")")
        }
    }

    private static func systemCode(_ database: Database) -> Int32? {
        database.sqliteConnection.map { sqlite_hardening_system_errno(UnsafeMutableRawPointer($0)) }
    }
}
