package import Cryptography
package import Keys

/// An entry before it has its place in the history: what the one who acts knows. The store gives it a sequence number
/// in the transaction that makes the change.
package struct AuditDraft: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var timestamp: Int64
    package var tenant: String?
    package var actor: AuditEntry.Actor
    package var action: AuditAction
    package var object: AuditEntry.Object
    package var decision: AuditEntry.Decision
    package var reason: String?
    package var requestID: String?
    package var previousStateHash: Digest256?
    package var newStateHash: Digest256?
    package var encryptionContext: AssociatedContext?
    package var details: AuditDetails?

    package init(
        timestamp: Int64, tenant: String?, actor: AuditEntry.Actor, action: AuditAction, object: AuditEntry.Object,
        decision: AuditEntry.Decision = .allow, reason: String? = nil, requestID: String? = nil,
        previousStateHash: Digest256? = nil, newStateHash: Digest256? = nil,
        encryptionContext: AssociatedContext? = nil, details: AuditDetails? = nil
    ) {
        self.timestamp = timestamp
        self.tenant = tenant
        self.actor = actor
        self.action = action
        self.object = object
        self.decision = decision
        self.reason = reason
        self.requestID = requestID
        self.previousStateHash = previousStateHash
        self.newStateHash = newStateHash
        self.encryptionContext = encryptionContext
        self.details = details
    }
}
