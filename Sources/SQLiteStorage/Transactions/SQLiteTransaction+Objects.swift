import Cryptography
import GRDB
import Keys
import Storage

/// The statements that all tables of records share.
extension SQLiteTransaction {
    /// The one record a condition names.
    func one<Record: StoredObject>(
        _ type: Record.Type = Record.self, where condition: String, _ arguments: StatementArguments
    ) throws(StorageError) -> Record? {
        try self.list(type, where: condition, arguments, limit: 1).first
    }

    /// Records that meet a condition, by id unless it says otherwise.
    func list<Record: StoredObject>(
        _ type: Record.Type = Record.self, where condition: String, _ arguments: StatementArguments, limit: Int,
        order: String = "id"
    ) throws(StorageError) -> [Record] {
        var records: [Record] = []
        let sql = """
            SELECT \(Record.selection) FROM \(Record.table) WHERE \(condition) ORDER BY \(order) LIMIT \(max(limit, 0))
            """
        try self.query(sql, arguments) { row throws(StorageError) in
            records.append(try self.rows.record(row))
        }
        return records
    }

    func insertRow(_ record: some StoredObject, replacing: Bool = false) throws(StorageError) {
        let type = Swift.type(of: record)
        let names = ["id"] + type.columns + ["revision", "content", "mac"]
        let places = names.map { _ in "?" }.joined(separator: ", ")
        let verb = replacing ? "INSERT OR REPLACE" : "INSERT"
        do {
            try self.execute(
                "\(verb) INTO \(type.table) (\(names.joined(separator: ", "))) VALUES (\(places))",
                StatementArguments([record.rowID.databaseValue] + record.columnValues + self.sealed(record)))
        } catch  where error.code == .duplicate {
            throw .init(.duplicate, "\(record.words) is there already")
        }
    }

    /// Replaces a row whose revision is the one before the record's.
    func updateRow(_ record: some StoredObject) throws(StorageError) {
        let type = Swift.type(of: record)
        let names = type.columns + ["revision", "content", "mac"]
        let settings = names.map { "\($0) = ?" }.joined(separator: ", ")
        let identity = [record.rowID.databaseValue, Int64(bitPattern: record.revision &- 1).databaseValue]
        do {
            try self.execute(
                "UPDATE \(type.table) SET \(settings) WHERE id = ? AND revision = ?",
                StatementArguments(record.columnValues + self.sealed(record) + identity))
        } catch  where error.code == .duplicate {
            throw .init(.duplicate, "\(record.words) is there already")
        }
        guard self.database.changesCount == 1 else {
            throw .init(.stale, "\(record.words) was changed since it was read")
        }
    }

    /// Revision, content and code, as they stand at the end of every row.
    private func sealed(_ record: some StoredObject) -> [DatabaseValue] {
        let content = record.canonicalBytes
        let code = self.rows.authenticator.code(
            table: type(of: record).table, id: Array(record.rowID.utf8), revision: record.revision,
            content: content.span)
        return [
            Int64(bitPattern: record.revision).databaseValue, content.blob, code.bytes.blob,
        ]
    }
}
