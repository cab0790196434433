import Cryptography

/// Gives entries their places in the history, one after the other. A value: a store copies it before a savepoint and
/// puts the copy back when the savepoint is rolled back, so that no number is lost.
package struct AuditChain: Hashable, Sendable {
    /// The place of the next entry, and how many there are.
    package private(set) var nextSequence: UInt64

    package init(nextSequence: UInt64 = 0) {
        self.nextSequence = nextSequence
    }

    /// The draft as the next entry of the history.
    package mutating func append(_ draft: AuditDraft) -> StoredAuditEntry {
        let entry = AuditEntry(
            sequence: self.nextSequence, timestamp: draft.timestamp, tenant: draft.tenant, actor: draft.actor,
            action: draft.action, object: draft.object, decision: draft.decision, reason: draft.reason,
            requestID: draft.requestID, previousStateHash: draft.previousStateHash, newStateHash: draft.newStateHash,
            encryptionContext: draft.encryptionContext, detailsCommitment: draft.details?.commitment)
        self.nextSequence += 1
        return .init(entry: entry, details: draft.details)
    }

    /// Checks that an entry read back is the next one.
    package mutating func follow(_ stored: StoredAuditEntry) throws(AuditingError) {
        guard stored.entry.sequence == self.nextSequence else {
            throw .init(
                .sequenceBroken, "audit entry \(self.nextSequence) is missing: \(stored.entry.sequence) stands there")
        }
        self.nextSequence += 1
    }
}
