import Auditing

extension AuditChain {
    /// A chain of so many equal drafts.
    static func of(_ count: Int) throws -> Self {
        var chain = Self()
        for _ in 0..<count { _ = try chain.append(AuditEntryTests.draft) }
        return chain
    }

    /// The draft as the next entry.
    mutating func add(_ draft: AuditDraft = AuditEntryTests.draft) throws -> StoredAuditEntry {
        try self.append(draft).stored
    }
}
