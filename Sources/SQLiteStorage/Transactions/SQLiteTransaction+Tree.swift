import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// Tiles and the checkpoint of the audit log's tree. Each row has a code of its own, so that a changed one is named; that
/// they fit together is what the checkpoint's root says.
extension SQLiteTransaction {
    var auditTree: TreeEdge { self.chain.tree }

    /// Stores a tile, in the transaction that holds the leaf which filled it.
    func insert(_ tile: FilledTile) throws(StorageError) {
        let bytes = TileHashes.bytes(of: tile.hashes)
        let place = Self.rowID(level: tile.place.level, number: tile.place.number)
        try self.execute(
            "INSERT INTO audit_tiles (place, hashes, mac) VALUES (?, ?, ?)",
            [place.databaseValue, bytes.blob, self.code("audit_tiles", place, bytes).bytes.blob])
    }

    func filledAuditTile(level: UInt8, number: UInt64) throws(StorageError) -> [Digest256]? {
        let place = Self.rowID(level: level, number: number)
        var found: [Digest256]?
        try self.query("SELECT hashes, mac FROM audit_tiles WHERE place = ?", [place]) { row throws(StorageError) in
            let bytes = row.bytes(0)
            guard self.isGenuine(row.bytes(1), "audit_tiles", place, bytes), let hashes = TileHashes.hashes(in: bytes),
                hashes.count == Int(TilePlace.fullWidth)
            else {
                throw .init(.damaged, "tile \(number) of level \(level) of the audit log was changed outside Gatehouse")
            }
            found = hashes
        }
        return found
    }

    /// Stores the head of the log, in the place of the one before.
    func put(_ tree: SignedTree) throws(StorageError) {
        let note = Array(tree.checkpoint.serialized.utf8)
        try self.execute(
            "INSERT OR REPLACE INTO audit_checkpoint (id, size, note, mac) VALUES (1, ?, ?, ?)",
            [
                Int64(clamping: tree.edge.size).databaseValue, note.blob,
                self.code("audit_checkpoint", Int64(clamping: tree.edge.size), note).bytes.blob,
            ])
    }

    func auditCheckpoint() throws(StorageError) -> SignedNote? {
        guard let stored = try self.storedCheckpoint(), stored.size > 0 else { return nil }
        return stored.note
    }

    func signedAuditHead() throws(StorageError) -> SignedNote? { try self.storedCheckpoint()?.note }

    /// The head as it is stored, also that of the empty log; `nil` in a log that was never opened with a tree.
    func storedCheckpoint() throws(StorageError) -> (size: UInt64, note: SignedNote)? {
        var found: (UInt64, SignedNote)?
        try self.query("SELECT size, note, mac FROM audit_checkpoint WHERE id = 1", []) { row throws(StorageError) in
            let (size, note): (Int64, [UInt8]) = (row[0], row.bytes(1))
            guard size >= 0, self.isGenuine(row.bytes(2), "audit_checkpoint", size, note) else {
                throw .init(.damaged, "the checkpoint of the audit log was changed outside Gatehouse")
            }
            do throws(AuditingError) {
                found = (UInt64(size), try SignedNote(note))
            } catch {
                throw .init(.damaged, "the checkpoint of the audit log cannot be read: \(error.message)")
            }
        }
        return found
    }

    private func isGenuine(_ stored: [UInt8], _ table: String, _ id: Int64, _ content: [UInt8]) -> Bool {
        Digest256(bytes: stored)?.equalsInConstantTime(self.code(table, id, content)) ?? false
    }

    private func code(_ table: String, _ id: Int64, _ content: [UInt8]) -> Digest256 {
        self.rows.authenticator.code(table: table, id: Array("\(id)".utf8), revision: 1, content: content.span)
    }

    /// No log has a tile whose number does not fit.
    private static func rowID(level: UInt8, number: UInt64) -> Int64 {
        Int64(clamping: number) &* 8 &+ Int64(level)
    }
}
