package import Auditing

extension StoreReading {
    /// The entries of the audit log from that number on, oldest first.
    package func auditEntries(since sequence: UInt64, limit: Int) throws(StorageError) -> [StoredAuditEntry] {
        // The question takes the number before the first, and none before number 0.
        let before = sequence == 0 ? nil : sequence - 1
        return try self.auditEntries(matching: .init(), .oldestFirst, from: before, limit: limit)
    }
}
