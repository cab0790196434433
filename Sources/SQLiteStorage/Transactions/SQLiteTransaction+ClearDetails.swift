import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// Details that lie in clear: a store from before details were sealed has such, until they are sealed, too.
extension SQLiteTransaction {
    func entriesInClear(limit: Int) throws(StorageError) -> [StoredAuditEntry] {
        var found: [UInt64] = []
        try self.query(
            """
            SELECT sequence FROM audit_details WHERE data_key IS NULL AND details IS NOT NULL
            ORDER BY sequence LIMIT \(max(limit, 0))
            """, []
        ) { row throws(StorageError) in found.append(UInt64(clamping: row[0] as Int64)) }
        var entries: [StoredAuditEntry] = []
        for sequence in found {
            let page = try self.auditEntries(since: sequence, limit: 1)
            guard let entry = page.first, entry.entry.sequence == sequence else {
                throw .init(.damaged, "audit entry \(sequence) is missing")
            }
            entries.append(entry)
        }
        return entries
    }

    func countDetailsInClear() throws(StorageError) -> Int {
        try self.value("SELECT COUNT(*) FROM audit_details WHERE data_key IS NULL AND details IS NOT NULL", []) ?? 0
    }

    func sealDetails(
        of entry: StoredAuditEntry, about subject: String, at now: WallTime
    ) throws(StorageError) {
        guard let details = entry.details else { throw Self.notInClear(entry) }
        let erased = try self.dataKeys(of: subject, in: nil).last { key in
            key.erasedAt.map { $0.milliseconds >= entry.entry.timestamp } ?? false
        }
        if let erased {
            // As if they had been sealed before: their place stays, and nothing opens it.
            try self.execute(
                "UPDATE audit_details SET salt = ?, details = ?, data_key = ? WHERE sequence = ? AND data_key IS NULL",
                [
                    [UInt8]().blob, [UInt8]().blob, erased.id.rowID.databaseValue,
                    Int64(clamping: entry.entry.sequence).databaseValue,
                ])
        } else {
            let named = try Self.details(details, about: subject)
            let sealed = try self.rows.details.seal(named, tenant: entry.entry.tenant, at: now, in: self)
            try self.execute(
                "UPDATE audit_details SET salt = ?, details = ?, data_key = ? WHERE sequence = ? AND data_key IS NULL",
                [
                    [UInt8]().blob, sealed.envelope.blob, sealed.dataKey.rowID.databaseValue,
                    Int64(clamping: entry.entry.sequence).databaseValue,
                ])
        }
        guard self.database.changesCount == 1 else { throw Self.notInClear(entry) }
        self.didForget()
    }

    private static func details(_ details: AuditDetails, about subject: String) throws(StorageError) -> AuditDetails {
        do throws(AuditingError) {
            return try .init(json: details.json, salt: details.salt, about: subject)
        } catch {
            throw .init(.damaged, error.message)
        }
    }

    private static func notInClear(_ entry: StoredAuditEntry) -> StorageError {
        .init(.stale, "audit entry \(entry.entry.sequence) has no details in clear")
    }
}
