import CSQLiteHardening
import GRDB
import Keys
import Storage

/// Takes every key's row straight from SQLite's memory, many at a time and without a value for each column, because a
/// start reads them all.
struct KeyStream {
    /// The columns in the order of `KeyRecord.selection`.
    private enum Column: Int32 {
        case id, project, environment, owner, name, state, created, expires, revokes, rotationEnds, revision, content,
            mac
    }

    private let statement: Statement
    private let row: UnsafeMutableRawPointer
    /// The last row was taken. Asked once more, SQLite would begin again.
    private var isAtEnd = false

    /// - Parameter statement: Selects `KeyRecord.selection`; stepped by nobody else.
    init(_ statement: Statement) {
        self.statement = statement
        self.row = UnsafeMutableRawPointer(statement.sqliteStatement)
    }

    /// The next rows, at most so many; `nil` after the last.
    mutating func next(_ most: Int) throws(StorageError) -> KeyRows? {
        guard !self.isAtEnd else { return nil }
        var rows = KeyRows(capacity: most)
        while rows.rows.count < most {
            let result = sqlite_row_next(self.row)
            guard result >= 0 else { throw StorageError(DatabaseError(resultCode: ResultCode(rawValue: -result))) }
            self.isAtEnd = result == 0
            guard !self.isAtEnd else { break }
            self.copy(into: &rows)
        }
        return rows.rows.isEmpty ? nil : rows
    }

    /// Gives the statement back.
    func end() { sqlite_row_reset(self.row) }

    private func copy(into rows: inout KeyRows) {
        var row = KeyRows.Row()
        row.id = rows.copy(self.bytes(.id))
        row.project = rows.copy(self.bytes(.project))
        row.environment = rows.copy(self.bytes(.environment))
        row.owner = self.isNull(.owner) ? nil : rows.copy(self.bytes(.owner))
        row.name = rows.copy(self.bytes(.name))
        row.state = self.integer(.state)
        row.created = self.integer(.created)
        row.expires = self.optional(.expires)
        row.revokes = self.optional(.revokes)
        row.rotationEnds = self.optional(.rotationEnds)
        row.revision = UInt64(bitPattern: self.integer(.revision))
        row.content = rows.copy(self.bytes(.content))
        row.mac = rows.copy(self.bytes(.mac))
        rows.append(row)
    }

    private func isNull(_ column: Column) -> Bool { sqlite_row_is_null(self.row, column.rawValue) != 0 }

    private func integer(_ column: Column) -> Int64 { sqlite_row_integer(self.row, column.rawValue) }

    private func optional(_ column: Column) -> Int64? { self.isNull(column) ? nil : self.integer(column) }

    private func bytes(_ column: Column) -> UnsafeRawBufferPointer {
        var count = 0
        let start = sqlite_row_bytes(self.row, column.rawValue, &count)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }
}
