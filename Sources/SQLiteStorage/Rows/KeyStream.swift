import CSQLiteHardening
import Cryptography
import GRDB
import Keys
import Storage

/// Reads every key straight from SQLite's memory: what `RowReader` does, without a value for each column, because a
/// start reads them all.
struct KeyStream {
    /// The columns in the order of `KeyRecord.selection`.
    private enum Column: Int32 {
        case id, project, environment, owner, name, state, created, expires, revokes, rotationEnds, revision, content,
            mac
    }

    private let statement: Statement
    private let row: UnsafeMutableRawPointer
    private let authenticator: RowAuthenticator

    /// - Parameters:
    ///   - statement: Selects `KeyRecord.selection`; stepped by nobody else.
    ///   - authenticator: Checks the codes.
    init(_ statement: Statement, _ authenticator: RowAuthenticator) {
        self.statement = statement
        self.row = UnsafeMutableRawPointer(statement.sqliteStatement)
        self.authenticator = authenticator
    }

    /// The next key; `nil` after the last.
    func next() throws(StorageError) -> KeyRecord? {
        let result = sqlite_row_next(self.row)
        guard result >= 0 else { throw StorageError(DatabaseError(resultCode: ResultCode(rawValue: -result))) }
        return result == 0 ? nil : try self.key()
    }

    /// Gives the statement back.
    func end() { sqlite_row_reset(self.row) }

    private func key() throws(StorageError) -> KeyRecord {
        let content = self.bytes(.content)
        guard self.isGenuine(content) else { throw self.refusal("it was changed outside Gatehouse") }
        let key: KeyRecord
        do {
            key = try CanonicalDecoder.decode(content) { (decoder) throws(CryptographyError) in
                try KeyRecord(from: &decoder)
            }
        } catch {
            throw self.refusal(error.message)
        }
        guard self.agrees(with: key) else { throw self.refusal("its columns contradict its content") }
        return key
    }

    private func isGenuine(_ content: UnsafeRawBufferPointer) -> Bool {
        let mac = self.bytes(.mac)
        guard mac.count == 32 else { return false }
        let word = { (offset: Int) in UInt64(bigEndian: mac.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        let bytes = UnsafeBufferPointer(
            start: content.baseAddress?.assumingMemoryBound(to: UInt8.self), count: content.count)
        return self.authenticator.isValid(
            Digest256(words: (word(0), word(8), word(16), word(24))), table: KeyRecord.table,
            id: Array(self.bytes(.id)),
            revision: UInt64(bitPattern: self.integer(.revision)), content: bytes.span)
    }

    private func agrees(with key: KeyRecord) -> Bool {
        self.holds(key.id, .id) && self.holds(key.projectID, .project) && self.holds(key.environmentID, .environment)
            && (key.ownerID.map { self.holds($0, .owner) } ?? self.isNull(.owner))
            && self.integer(.state) == Int64(key.state.code) && self.holds(key.createdAt, .created)
            && self.holds(key.expiry.date, .expires) && self.holds(key.revokesAt, .revokes)
            && self.holds(key.rotationEnd, .rotationEnds)
            && UInt64(bitPattern: self.integer(.revision)) == key.revision && self.holds(key.name, .name)
    }

    private func holds<Kind>(_ id: ObjectID<Kind>, _ column: Column) -> Bool {
        let bytes = self.bytes(column)
        guard bytes.count == 16 else { return false }
        return UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) == id.high
            && UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) == id.low
    }

    private func holds(_ moment: WallTime?, _ column: Column) -> Bool {
        guard let moment else { return self.isNull(column) }
        return !self.isNull(column) && self.integer(column) == moment.milliseconds
    }

    private func holds(_ text: String, _ column: Column) -> Bool { self.bytes(column).elementsEqual(text.utf8) }

    private func refusal(_ words: String) -> StorageError {
        RowReader.damaged(KeyRecord.self, String(decoding: self.bytes(.id), as: UTF8.self), words)
    }

    private func isNull(_ column: Column) -> Bool { sqlite_row_is_null(self.row, column.rawValue) != 0 }

    private func integer(_ column: Column) -> Int64 { sqlite_row_integer(self.row, column.rawValue) }

    private func bytes(_ column: Column) -> UnsafeRawBufferPointer {
        var count = 0
        let start = sqlite_row_bytes(self.row, column.rawValue, &count)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }
}
