import Cryptography
import Foundation
import GRDB
import Keys
import Storage

/// Turns a row into a record, or refuses it: the code must be that of table, id, revision and content, and the columns
/// must say what the content says.
struct RowReader: Sendable {
    let authenticator: RowAuthenticator
    /// Seals and opens what audit entries tell of persons.
    let details: DetailSealing

    /// Reads a row whose columns are `Record.selection`.
    func record<Record: StoredObject>(_ row: Row, _ type: Record.Type = Record.self) throws(StorageError) -> Record {
        let count = Record.columns.count
        guard let id = String.fromDatabaseValue(row[0]), let revision = Int64.fromDatabaseValue(row[count + 1]) else {
            throw Self.damaged(Record.self, "of an unknown id", "a column has another type")
        }
        let content: Result<Record, StorageError>? = try? row.withUnsafeData(atIndex: count + 2) { content in
            try? row.withUnsafeData(atIndex: count + 3) { code in
                self.content(content, code, id: id, revision: revision)
            }
        }
        guard let record = try content?.get() else { throw Self.damaged(Record.self, id, "it cannot be read") }
        guard record.rowID == id, record.revision == UInt64(bitPattern: revision), Self.agrees(row, record) else {
            throw Self.damaged(Record.self, id, "its columns contradict its content")
        }
        return record
    }

    private func content<Record: StoredObject>(
        _ content: Data?, _ code: Data?, id: String, revision: Int64
    ) -> Result<Record, StorageError> {
        guard let content, let code = code.flatMap({ Digest256(bytes: $0) }) else {
            return .failure(Self.damaged(Record.self, id, "content or code is missing"))
        }
        let isGenuine = self.authenticator.isValid(
            code, table: Record.table, id: Array(id.utf8), revision: UInt64(bitPattern: revision),
            content: content.span)
        guard isGenuine else { return .failure(Self.damaged(Record.self, id, "it was changed outside Gatehouse")) }
        do {
            return .success(
                try CanonicalDecoder.decode(content.span) { (decoder) throws(CryptographyError) in
                    try Record(from: &decoder)
                })
        } catch {
            return .failure(Self.damaged(Record.self, id, error.message))
        }
    }

    private static func agrees(_ row: Row, _ record: some StoredObject) -> Bool {
        var index = 1
        for value in record.columnValues {
            guard (row[index] as DatabaseValue) == value else { return false }
            index += 1
        }
        return true
    }

    /// The refusal of a row, by name.
    static func damaged<Record: StoredObject>(
        _ type: Record.Type, _ id: String, _ words: String
    ) -> StorageError {
        .init(.damaged, "row \(id) of table \(Record.table) is refused: \(words)")
    }
}
