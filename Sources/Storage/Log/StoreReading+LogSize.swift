package import Auditing

extension StoreReading {
    /// How many entries the audit log has.
    package func auditLogSize() throws(StorageError) -> UInt64 {
        try self.newestAuditEntry().map { $0.sequence + 1 } ?? 0
    }

    /// The entry that was written last.
    package func newestAuditEntry() throws(StorageError) -> AuditEntry? {
        try self.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1).first?.entry
    }
}
