package import Auditing
package import Keys
import Storage

/// The newest signed head of the audit log.
package struct GetAuditCheckpoint: ManagementQuery {
    package init() {}

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> SignedNote {
        guard let checkpoint = try inquiry.reader.auditCheckpoint() else {
            throw ManagementError(.notFound, "The audit log has no entry yet, and so no checkpoint.")
        }
        return checkpoint
    }
}
