package import Auditing
import Cryptography
import Keys

/// An entry as it leaves the installation.
package struct AuditRecord: Hashable, Sendable {
    package let entry: AuditEntry
    /// The hash of the leaf in hexadecimal: the same for every copy of the record, and for no other record.
    package let leafHash: String
    /// What the entry tells of a person; `nil` when that stays here, was erased, or never was.
    package let details: AuditDetails?

    /// With details the receiver may know of persons. What has left cannot be erased from here.
    package init(_ stored: StoredAuditEntry, includesDetails: Bool) {
        self.entry = stored.entry
        self.leafHash = stored.leafHash.hexadecimal
        self.details = includesDetails ? stored.details : nil
    }

    /// The detail of that name.
    func detail(_ name: String) -> String? { self.details?.values[name] }

    /// One sentence: what happened, to what, by whom.
    var sentence: String {
        let object = self.entry.object
        let refused = self.entry.decision == .deny ? " (refused)" : ""
        return "\(self.entry.action.meaning.title)\(refused): \(object.type) \(object.id) by \(self.entry.actor.id)"
    }

    /// How much the act deserves to be looked at: what was refused is never mere information.
    var severity: AuditSeverity {
        let severity = self.entry.action.meaning.severity
        return self.entry.decision == .deny ? max(severity, .low) : severity
    }
}
