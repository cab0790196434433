package import Auditing
package import Cryptography
import Keys

/// Sealed details, with the entry they belong to and what they are sealed as.
package struct PlacedAuditDetails: Hashable, Sendable {
    /// Of the entry.
    package let sequence: UInt64
    package let name: RecordName
    package let details: SealedAuditDetails

    package init(sequence: UInt64, name: RecordName, details: SealedAuditDetails) {
        self.sequence = sequence
        self.name = name
        self.details = details
    }
}
