package import Auditing
package import Keys
import Storage

/// The proof that an entry is in the newest tree of the audit log.
package struct GetAuditProof: ManagementQuery {
    let sequence: UInt64

    package init(_ sequence: UInt64) { self.sequence = sequence }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> LogProof {
        guard let proof = try inquiry.reader.auditProof(of: self.sequence) else {
            throw ManagementError.noAuditEntry(self.sequence)
        }
        return proof
    }
}
