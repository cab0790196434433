package import Auditing
package import Keys
import Storage

/// One entry of the audit log, by its number.
package struct GetAuditEntry: ManagementQuery {
    let sequence: UInt64

    package init(_ sequence: UInt64) { self.sequence = sequence }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> StoredAuditEntry {
        let found = try inquiry.reader.auditEntries(since: self.sequence, limit: 1)
        guard let entry = found.first, entry.entry.sequence == self.sequence else {
            throw ManagementError.noAuditEntry(self.sequence)
        }
        return entry
    }
}

extension ManagementError {
    static func noAuditEntry(_ sequence: UInt64) -> Self {
        .init(.notFound, "The audit log has no entry \(sequence) yet.")
    }
}
