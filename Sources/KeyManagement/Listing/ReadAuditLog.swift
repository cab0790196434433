package import Auditing
package import Keys
import Storage

/// Reads the audit log on from a sequence number, oldest first: how it is taken elsewhere whole.
package struct ReadAuditLog: ManagementQuery {
    /// Most entries of one answer.
    package static let most = 1000

    let start: UInt64
    let limit: Int
    let includesDetails: Bool

    package init(from start: UInt64, limit: Int, includesDetails: Bool = false) {
        self.start = start
        self.limit = min(max(limit, 1), Self.most)
        self.includesDetails = includesDetails
    }

    /// What entries tell of persons is for those alone who may see everything.
    package var requiredLevel: Operator.Level { self.includesDetails ? .admin : .auditor }

    package func answer(in inquiry: Inquiry) throws -> [StoredAuditEntry] {
        try inquiry.reader.auditEntries(since: self.start, limit: self.limit)
    }
}
