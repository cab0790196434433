import Auditing
import Cryptography
import GRDB
import Keys
import Storage

extension OpenedDatabase {
    /// Entries that are taken into the tree in one transaction, when there are some without.
    private static let batch: UInt64 = 16_384

    /// Checks the end of the audit log and makes it ready: the checkpoint and its signature, the tree it signs, and the last
    /// entries. Entries beyond the checkpoint, which an earlier release appended, are taken into the tree first.
    /// `origin` is the log's name in the configuration, `nil` for its own.
    func log(
        _ rows: RowReader, origin: String?, randomBytes: RandomBytes
    ) throws(StorageError) -> OpenedLog {
        let signer = try self.perform { try Self.signer($0, rows, origin, randomBytes) }
        var edge = try self.perform { try Self.edge(SQLiteTransaction($0, rows, chain: .init()), signer) }
        let count = try self.perform(Self.entryCount)
        while edge.size < count {
            edge = try self.perform { try Self.grow(edge, upTo: count, on: $0, rows, signer) }
        }
        let first = count - min(count, UInt64(SQLiteStore.checkedEntries))
        try self.perform { try Self.checkEnd(from: first, edge, SQLiteTransaction($0, rows, chain: .init())) }
        return .init(chain: .init(tree: edge), signer: signer, checkedFrom: first)
    }

    private static func signer(
        _ database: Database, _ rows: RowReader, _ origin: String?, _ randomBytes: RandomBytes
    ) throws -> CheckpointSigner {
        let view = SQLiteTransaction(database, rows, chain: .init())
        let known = try LogIdentity.read(database, rows)
        var signer: CheckpointSigner?
        try database.inTransaction(.immediate) {
            let identity = try known ?? LogIdentity.create(database, rows, randomBytes: randomBytes)
            let keys = try identity.keys(view, randomBytes: randomBytes)
            let made = try CheckpointSigner(
                keys, origin: origin ?? identity.name, under: rows.details.systemKeys)
            if known == nil { try view.put(made.sign(.init())) }
            signer = made
            return .commit
        }
        guard let signer else { throw StorageError(.unexpected, "the audit log got no key") }
        if known != nil { try self.rename(signer, on: database, rows) }
        return signer
    }

    /// Signs the head anew when the configuration gives the log another name than it had.
    private static func rename(_ signer: CheckpointSigner, on database: Database, _ rows: RowReader) throws {
        let view = SQLiteTransaction(database, rows, chain: .init())
        guard let stored = try view.storedCheckpoint(), try view.auditHead(in: stored.note).origin != signer.origin
        else { return }
        let signed = try signer.sign(self.edge(view, signer))
        try database.inTransaction(.immediate) {
            try view.put(signed)
            return .commit
        }
    }

    /// The edge of the stored tree, which must be the one that the stored checkpoint signs.
    private static func edge(_ view: SQLiteTransaction, _ signer: CheckpointSigner) throws -> TreeEdge {
        guard let stored = try view.storedCheckpoint() else {
            throw StorageError(.damaged, "the checkpoint of the audit log is missing")
        }
        let head: Checkpoint
        do {
            head = try signer.head(in: stored.note)
        } catch {
            throw StorageError(.damaged, "the checkpoint of the audit log is refused: \(error.message)")
        }
        let count = try self.entryCount(view.database)
        guard count >= head.size else {
            throw StorageError(
                .damaged, "the audit log was cut: it has \(count) entries, and its checkpoint \(head.size)")
        }
        let edge = try TreeEdge(size: head.size) { place throws(StorageError) in
            guard let hashes = try view.auditTile(place) else {
                throw StorageError(.damaged, "\(place.path) of the audit log is missing")
            }
            return hashes
        }
        guard let edge, head.size == stored.size, edge.root == head.root else {
            throw StorageError(.damaged, "the audit log is not the one that its checkpoint signs")
        }
        return edge
    }

    private static func entryCount(_ database: Database) throws -> UInt64 {
        guard let last = try Int64.fetchOne(database, sql: "SELECT MAX(sequence) FROM audit_entries") else { return 0 }
        guard last >= 0 else { throw StorageError(.damaged, "an audit entry stands before the first") }
        return UInt64(last) + 1
    }

    /// Takes the next entries into the tree and signs its head: one transaction, so that a stop in between loses nothing.
    private static func grow(
        _ edge: TreeEdge, upTo count: UInt64, on database: Database, _ rows: RowReader, _ signer: CheckpointSigner
    ) throws -> TreeEdge {
        var edge = edge
        let end = min(count, edge.size + self.batch)
        let transaction = SQLiteTransaction(database, rows, chain: .init())
        try database.inTransaction(.immediate) {
            while edge.size < end {
                let first = edge.size
                let leaves = try transaction.auditLeaves(first..<min(end, first + UInt64(TilePlace.fullWidth)))
                guard !leaves.isEmpty else { throw StorageError(.damaged, "audit entry \(first) is missing") }
                for leaf in leaves {
                    for tile in edge.append(leaf.hash) { try transaction.insert(tile) }
                }
            }
            try transaction.put(signer.sign(edge))
            return .commit
        }
        return edge
    }

    /// Reads the last entries in full, and holds them against the tree.
    private static func checkEnd(from first: UInt64, _ edge: TreeEdge, _ view: SQLiteTransaction) throws {
        let entries = try view.auditEntries(since: first, limit: SQLiteStore.checkedEntries)
        var order = EntryOrder(from: first)
        do {
            for entry in entries { try order.follow(entry.entry.sequence) }
        } catch {
            throw StorageError(.damaged, error.message)
        }
        var check = HistoryCheck(edge: edge, entries: first..<edge.size)
        while !check.isDone { try check.step(view) }
    }
}
