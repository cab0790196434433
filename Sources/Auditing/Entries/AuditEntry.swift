package import Cryptography
package import Keys

/// One leaf of the audit history. The leaf is all that will ever be proven, so nothing in
/// it can be erased later: what tells of a person lies in `AuditDetails`.
package struct AuditEntry: Hashable, Sendable {
    /// The version of the fields below.
    package static let version: Int64 = 1

    /// Who acted.
    package struct Actor: Hashable, Sendable {
        /// `operator`, `local`, `key` or `system`.
        package var type: String
        /// An operator's or key's id, or `local:<uid>`.
        package var id: String
        package var session: String?
        /// How the actor proved more than a key, if at all.
        package var mfa: String?

        package init(type: String, id: String, session: String? = nil, mfa: String? = nil) {
            self.type = type
            self.id = id
            self.session = session
            self.mfa = mfa
        }
    }

    /// What was acted on.
    package struct Object: Hashable, Sendable {
        /// `key`, `project`, `environment`, …
        package var type: String
        package var id: String
        /// The revision the act led to.
        package var version: UInt64?

        package init(type: String, id: String, version: UInt64? = nil) {
            self.type = type
            self.id = id
            self.version = version
        }
    }

    /// Whether the act was done or refused.
    package enum Decision: String, Hashable, Sendable, CaseIterable {
        case allow, deny
    }

    /// Counts up from 0 without a gap; the index in the log.
    package let sequence: UInt64
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let timestamp: Int64
    /// The environment or project acted in; `nil` for the installation as a whole.
    package let tenant: String?
    package let actor: Actor
    package let action: AuditAction
    package let object: Object
    package let decision: Decision
    /// Why, as given by the actor, or the code of a refusal.
    package let reason: String?
    package let requestID: String?
    /// SHA-256 of the object's canonical content before and after.
    package let previousStateHash: Digest256?
    package let newStateHash: Digest256?
    /// The context of what was sealed or opened.
    package let encryptionContext: AssociatedContext?
    /// Binds the details without showing them.
    package let detailsCommitment: Digest256?
}

extension AuditEntry {
    /// The draft as the entry at a place of the history.
    package init(_ draft: AuditDraft, at sequence: UInt64) {
        self.init(
            sequence: sequence, timestamp: draft.timestamp, tenant: draft.tenant, actor: draft.actor,
            action: draft.action, object: draft.object, decision: draft.decision, reason: draft.reason,
            requestID: draft.requestID, previousStateHash: draft.previousStateHash, newStateHash: draft.newStateHash,
            encryptionContext: draft.encryptionContext, detailsCommitment: draft.details?.commitment)
    }

    /// The leaf: canonical JSON with every field always there, `null` where it says nothing.
    package var leaf: [UInt8] { self.json.canonicalBytes }

    /// The hash of a leaf in the tree.
    package static func hash(ofLeaf leaf: [UInt8]) -> Digest256 {
        TreeHash.leaf(leaf.span)
    }
}
