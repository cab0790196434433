package import Auditing
package import Keys
import Storage

/// An owner, and how the review of its keys stands.
package struct ReviewOwner: Sendable {
    /// The newest sign-off.
    package struct SignOff: Sendable {
        package let at: WallTime
        package let actor: AuditEntry.Actor
        /// Number of the entry in the audit log.
        package let sequence: UInt64
    }

    package let owner: Identity
    /// Neither revoked nor expired.
    package let keys: Int
    package let lastSignOff: SignOff?
    /// When the next review is due; `nil` for an owner without keys.
    package let dueAt: WallTime?
    /// Whether it is due now.
    package let isDue: Bool
}

/// Lists owners by id with the last sign-off of their keys, and when the next is due: so many days after the last one, or after
/// the owner was made where there is none yet.
package struct ListReviewOwners: ManagementQuery {
    /// Days between reviews where nothing else is said: the longest month.
    package static let usualDays: UInt32 = 31

    let projectID: ProjectID?
    let days: UInt32
    let page: PageRequest

    package init(projectID: ProjectID? = nil, days: UInt32 = Self.usualDays, _ page: PageRequest = .init()) {
        self.projectID = projectID
        self.days = days
        self.page = page
    }

    package func answer(in inquiry: Inquiry) throws -> Page<ReviewOwner> {
        let owners = try ListIdentities(projectID: self.projectID, self.page).answer(in: inquiry)
        return .init(
            items: try owners.items.map { try self.standing(of: $0, in: inquiry) }, nextCursor: owners.nextCursor)
    }

    private func standing(of owner: Identity, in inquiry: Inquiry) throws -> ReviewOwner {
        var keys = KeyFilter(now: inquiry.now)
        keys.ownerID = owner.id
        keys.statuses = KeyStatus.lasting
        let count = try inquiry.reader.countKeys(matching: keys)
        var entries = AuditFilter()
        entries.objectID = owner.id.description
        entries.action = .reviewSignOff
        let newest = try inquiry.reader.auditEntries(matching: entries, .newestFirst, from: nil, limit: 1).first?.entry
        let last = newest.map {
            ReviewOwner.SignOff(at: .init(milliseconds: $0.timestamp), actor: $0.actor, sequence: $0.sequence)
        }
        let dueAt = (last?.at ?? owner.createdAt).adding(seconds: Int64(self.days) * 86_400)
        return .init(
            owner: owner, keys: count, lastSignOff: last, dueAt: count == 0 ? nil : dueAt,
            isDue: count > 0 && dueAt <= inquiry.now)
    }
}
