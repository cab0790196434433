import Auditing
import Cryptography
import GRDB
import Keys
import Storage

extension SQLiteTransaction {
    private static let table = "audit_entries"

    @discardableResult
    func append(_ draft: AuditDraft) throws(StorageError) -> StoredAuditEntry {
        var chain = self.chain
        let appended: AppendedEntry
        do {
            appended = try chain.append(draft)
        } catch {
            throw .init(.unexpected, error.message)
        }
        let stored = appended.stored
        let (entry, leaf) = (stored.entry, stored.leaf)
        let sequence = Int64(clamping: entry.sequence)
        let arguments: [DatabaseValue] = [
            sequence.databaseValue, entry.timestamp.databaseValue, entry.tenant?.databaseValue ?? .null,
            entry.actor.id.databaseValue, entry.action.rawValue.databaseValue, entry.object.id.databaseValue,
            entry.requestID?.databaseValue ?? .null, leaf.blob, stored.leafHash.bytes.blob,
            self.code(ofLeaf: leaf, at: sequence).bytes.blob,
        ]
        try self.execute(
            """
            INSERT INTO audit_entries (sequence, timestamp, tenant, actor_id, action, object_id, request_id, leaf,
                leaf_hash, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, StatementArguments(arguments))
        if let details = stored.details {
            let sealed = try self.rows.details.seal(
                details, tenant: entry.tenant, at: .init(milliseconds: entry.timestamp), in: self)
            try self.execute(
                "INSERT INTO audit_details (sequence, salt, details, data_key) VALUES (?, ?, ?, ?)",
                [sequence.databaseValue, [].blob, sealed.envelope.blob, sealed.dataKey.rowID.databaseValue])
        }
        for tile in appended.filledTiles { try self.insert(tile) }
        self.chain = chain
        return stored
    }

    func auditEntries(
        matching filter: AuditFilter, _ order: AuditOrder, from position: UInt64?, limit: Int
    ) throws(StorageError) -> [StoredAuditEntry] {
        var condition = Self.condition(filter)
        if let position {
            condition.sql += " AND sequence \(order == .oldestFirst ? ">" : "<") ?"
            condition.arguments.append(Int64(clamping: position).databaseValue)
        }
        var entries: [StoredAuditEntry] = []
        let direction = order == .oldestFirst ? "ASC" : "DESC"
        try self.query(
            """
            SELECT sequence, leaf, leaf_hash, mac, salt, details, data_key
            FROM audit_entries LEFT JOIN audit_details USING (sequence)
            WHERE \(condition.sql) ORDER BY sequence \(direction) LIMIT \(max(limit, 0))
            """, StatementArguments(condition.arguments)
        ) { row throws(StorageError) in
            let entry = try self.entry(row)
            guard filter.matches(entry.entry) else { throw Self.damaged(entry.entry.sequence, "its columns") }
            entries.append(entry)
        }
        return entries
    }

    func auditLeaves(_ sequences: Range<UInt64>) throws(StorageError) -> [AuditLeaf] {
        var order = EntryOrder(from: sequences.lowerBound)
        var leaves: [AuditLeaf] = []
        try self.query(
            """
            SELECT sequence, leaf, leaf_hash, mac FROM audit_entries
            WHERE sequence >= ? AND sequence < ? ORDER BY sequence LIMIT \(TilePlace.fullWidth)
            """, [Int64(clamping: sequences.lowerBound), Int64(clamping: sequences.upperBound)]
        ) { row throws(StorageError) in
            let sequence: Int64 = row[0]
            let (leaf, hash) = try self.leaf(row)
            try Self.checked(sequence) { () throws(AuditingError) in
                try order.follow(UInt64(clamping: sequence))
                leaves.append(try AuditLeaf(bytes: leaf, hash: hash))
            }
        }
        return leaves
    }

    func details(sealedUnder key: DataKeyID, limit: Int) throws(StorageError) -> [PlacedAuditDetails] {
        var found: [PlacedAuditDetails] = []
        try self.query(
            """
            SELECT sequence, leaf, leaf_hash, mac, salt, details, data_key
            FROM audit_details JOIN audit_entries USING (sequence)
            WHERE data_key = ? ORDER BY sequence LIMIT \(max(limit, 0))
            """, [key.rowID]
        ) { row throws(StorageError) in
            let entry = try self.withoutDetails(row).entry
            guard let commitment = entry.detailsCommitment else { throw Self.damaged(entry.sequence, "its details") }
            found.append(
                .init(
                    sequence: entry.sequence, name: DetailSealing.name(commitment),
                    details: .init(dataKey: key, envelope: row.bytes(5))))
        }
        return found
    }

    func countDetails(sealedUnder key: DataKeyID) throws(StorageError) -> Int {
        try self.value("SELECT COUNT(*) FROM audit_details WHERE data_key = ?", [key.rowID]) ?? 0
    }

    func replaceDetails(of sequence: UInt64, with details: SealedAuditDetails) throws(StorageError) {
        try self.execute(
            "UPDATE audit_details SET details = ?, data_key = ? WHERE sequence = ?",
            [details.envelope.blob, details.dataKey.rowID, Int64(clamping: sequence)])
        guard self.database.changesCount == 1 else {
            throw .init(.stale, "audit entry \(sequence) has no details")
        }
    }

    private func entry(_ row: Row) throws(StorageError) -> StoredAuditEntry {
        var stored = try self.withoutDetails(row)
        if let details = try self.details(row, of: stored.entry) {
            try Self.checked(row[0]) { () throws(AuditingError) in try stored.attach(details) }
        }
        return stored
    }

    private func withoutDetails(_ row: Row) throws(StorageError) -> StoredAuditEntry {
        let sequence: Int64 = row[0]
        let (leaf, hash) = try self.leaf(row)
        let stored = try Self.checked(sequence) { () throws(AuditingError) in
            try StoredAuditEntry(leaf: leaf, leafHash: hash, details: nil)
        }
        guard stored.entry.sequence == UInt64(clamping: sequence) else {
            throw .init(.damaged, "audit entry \(sequence) is refused: its leaf stands at another place than its own")
        }
        return stored
    }

    /// The leaf of a row that begins with sequence, leaf, hash and code, and its hash; refuses one that another wrote.
    private func leaf(_ row: Row) throws(StorageError) -> (bytes: [UInt8], hash: Digest256) {
        let sequence: Int64 = row[0]
        let leaf = row.bytes(1)
        guard let hash = Digest256(bytes: row.bytes(2)), let code = Digest256(bytes: row.bytes(3)),
            self.code(ofLeaf: leaf, at: sequence).equalsInConstantTime(code)
        else { throw Self.damaged(UInt64(clamping: sequence), "its code") }
        return (leaf, hash)
    }

    /// What the entry tells of persons; `nil` when that is nothing, or was erased. Entries from before details were
    /// sealed name no data key.
    private func details(_ row: Row, of entry: AuditEntry) throws(StorageError) -> AuditDetails? {
        guard !row.hasNull(atIndex: 5) else {
            // Erasing destroys their key and leaves them; that they are not there is nobody's right.
            guard entry.detailsCommitment == nil else {
                throw .init(
                    .damaged, "audit entry \(entry.sequence) is refused: what it tells of persons was taken away")
            }
            return nil
        }
        guard let name: String = row[6] else {
            return try Self.checked(row[0]) { () throws(AuditingError) in
                try AuditDetails(json: row.bytes(5), salt: row.bytes(4))
            }
        }
        guard let key = DataKeyID(characters: Array(name.utf8).span), let commitment = entry.detailsCommitment else {
            throw Self.damaged(entry.sequence, "its details")
        }
        return try self.rows.details.open(
            .init(dataKey: key, envelope: row.bytes(5)), commitment: commitment, in: self)
    }

    private static func checked<Value>(
        _ sequence: Int64, _ body: () throws(AuditingError) -> Value
    ) throws(StorageError) -> Value {
        do throws(AuditingError) {
            return try body()
        } catch {
            throw .init(.damaged, "audit entry \(sequence) is refused: \(error.message)")
        }
    }

    private func code(ofLeaf leaf: [UInt8], at sequence: Int64) -> Digest256 {
        self.rows.authenticator.code(
            table: Self.table, id: Array("\(sequence)".utf8), revision: 1, content: leaf.span)
    }

    private static func damaged(_ sequence: UInt64, _ what: String) -> StorageError {
        .init(.damaged, "audit entry \(sequence) is refused: \(what) and its leaf contradict each other")
    }

    private static func condition(_ filter: AuditFilter) -> (sql: String, arguments: [DatabaseValue]) {
        let parts: [(String, DatabaseValue?)] = [
            ("tenant = ?", filter.tenant?.databaseValue), ("actor_id = ?", filter.actorID?.databaseValue),
            ("object_id = ?", filter.objectID?.databaseValue),
            ("request_id = ?", filter.requestID?.databaseValue),
            ("timestamp >= ?", filter.since?.milliseconds.databaseValue),
            ("timestamp < ?", filter.until?.milliseconds.databaseValue),
            ("sequence >= ?", filter.sequences.map { Int64(clamping: $0.lowerBound).databaseValue }),
            ("sequence < ?", filter.sequences.map { Int64(clamping: $0.upperBound).databaseValue }),
        ]
        let wanted = parts.compactMap { part in part.1.map { (sql: part.0, argument: $0) } }
        // Written out: an index of the entries with one action is for who names it so.
        let action = filter.action.map { ["action = '\($0.rawValue)'"] } ?? []
        return ((["1"] + action + wanted.map(\.sql)).joined(separator: " AND "), wanted.map(\.argument))
    }
}
