package import Auditing
package import Keys
import Storage

/// Entries of the audit log as C2SP tlog-tiles has them: the leaves, each with its length before it.
package struct GetAuditEntryBundle: ManagementQuery {
    let place: EntriesPlace

    package init(_ place: EntriesPlace) { self.place = place }

    package var requiredLevel: Operator.Level { .auditor }

    package func answer(in inquiry: Inquiry) throws -> [UInt8] {
        guard let bytes = try inquiry.reader.auditEntryBundle(self.place) else {
            throw ManagementError(.notFound, "The audit log is not long enough for \(self.place.path).")
        }
        return bytes
    }
}
