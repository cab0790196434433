import Cryptography
import Keys
import Storage

/// Checks rows of the table of keys and reads the keys in them: what `RowReader` does, for many at a time.
struct KeyRowReader {
    private let authenticator: RowAuthenticator
    private var memo = KeyRecordMemo()
    private var header = CanonicalEncoder(capacity: 64)

    init(_ authenticator: RowAuthenticator) { self.authenticator = authenticator }

    /// The keys, in order; refuses them all for the first row that is not as it was written.
    mutating func keys(in rows: KeyRows) throws(StorageError) -> [KeyRecord] {
        var keys: [KeyRecord] = []
        keys.reserveCapacity(rows.rows.count)
        for row in rows.rows { keys.append(try self.key(row, rows.bytes.span)) }
        return keys
    }

    private mutating func key(_ row: KeyRows.Row, _ bytes: Span<UInt8>) throws(StorageError) -> KeyRecord {
        let content = bytes.extracting(row.content)
        guard self.isGenuine(row, bytes, content) else {
            throw Self.refusal(row, bytes, "it was changed outside Gatehouse")
        }
        let key: KeyRecord
        do {
            key = try CanonicalDecoder.decode(content) { (decoder) throws(CryptographyError) in
                try KeyRecord(from: &decoder, recalling: &self.memo)
            }
        } catch {
            throw Self.refusal(row, bytes, error.message)
        }
        guard Self.agrees(row, bytes, with: key) else {
            throw Self.refusal(row, bytes, "its columns contradict its content")
        }
        return key
    }

    private mutating func isGenuine(_ row: KeyRows.Row, _ bytes: Span<UInt8>, _ content: Span<UInt8>) -> Bool {
        let mac = bytes.extracting(row.mac)
        guard mac.count == 32 else { return false }
        return self.authenticator.isValid(
            Digest256(words: (mac.word(at: 0), mac.word(at: 8), mac.word(at: 16), mac.word(at: 24))),
            table: KeyRecord.table, id: bytes.extracting(row.id), revision: row.revision, content: content,
            header: &self.header)
    }

    private static func agrees(_ row: KeyRows.Row, _ bytes: Span<UInt8>, with key: KeyRecord) -> Bool {
        bytes.extracting(row.id).holds(key.id) && bytes.extracting(row.project).holds(key.projectID)
            && bytes.extracting(row.environment).holds(key.environmentID)
            && self.agrees(row.owner, bytes, with: key.ownerID) && bytes.extracting(row.name).holds(key.name)
            && row.state == Int64(key.state.code) && row.created == key.createdAt.milliseconds
            && row.expires == key.expiry.date?.milliseconds && row.revokes == key.revokesAt?.milliseconds
            && row.rotationEnds == key.rotationEnd?.milliseconds && row.revision == key.revision
    }

    private static func agrees(_ range: Range<Int>?, _ bytes: Span<UInt8>, with owner: IdentityID?) -> Bool {
        guard let range, let owner else { return range == nil && owner == nil }
        return bytes.extracting(range).holds(owner)
    }

    private static func refusal(_ row: KeyRows.Row, _ bytes: Span<UInt8>, _ words: String) -> StorageError {
        let id = bytes.extracting(row.id).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        return RowReader.damaged(KeyRecord.self, id, words)
    }
}

extension Span<UInt8> {
    /// Eight bytes, the first one in the most significant place; asked only where they are.
    fileprivate func word(at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in offset..<(offset + 8) { word = word << 8 | UInt64(self[index]) }
        return word
    }

    /// Whether the bytes are the characters of the id.
    fileprivate func holds<Kind>(_ id: ObjectID<Kind>) -> Bool {
        self.count == 16 && self.word(at: 0) == id.high && self.word(at: 8) == id.low
    }

    /// Whether the bytes are the text.
    fileprivate func holds(_ text: String) -> Bool {
        self.withUnsafeBufferPointer { $0.elementsEqual(text.utf8) }
    }
}
