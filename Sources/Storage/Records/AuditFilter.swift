package import Auditing
package import Keys

/// What a list of audit entries is narrowed to; fields left `nil` do not narrow.
package struct AuditFilter: Hashable, Sendable {
    /// Id of the environment or project acted in.
    package var tenant: String?
    /// `local:<uid>`, an operator's id or `system`.
    package var actorID: String?
    package var action: AuditAction?
    /// Text form of the id of what was acted on.
    package var objectID: String?
    package var requestID: String?
    /// At this moment or later.
    package var since: WallTime?
    /// Before this moment.
    package var until: WallTime?
    /// Of these sequence numbers.
    package var sequences: Range<UInt64>?

    package init() {}

    /// Whether a store has to look at entry after entry to find those that match.
    package var isSearch: Bool {
        self.objectID == nil && self.requestID == nil
            && (self.actorID != nil || self.action != nil || self.since != nil || self.until != nil)
    }

    /// Whether the entry is in the list. What a store answers by its own means must agree with this.
    package func matches(_ entry: AuditEntry) -> Bool {
        self.tenant.map { $0 == entry.tenant } ?? true
            && self.actorID.map { $0 == entry.actor.id } ?? true
            && self.action.map { $0 == entry.action } ?? true
            && self.objectID.map { $0 == entry.object.id } ?? true
            && self.requestID.map { $0 == entry.requestID } ?? true
            && self.since.map { $0.milliseconds <= entry.timestamp } ?? true
            && self.until.map { $0.milliseconds > entry.timestamp } ?? true
            && self.sequences.map { $0.contains(entry.sequence) } ?? true
    }
}
