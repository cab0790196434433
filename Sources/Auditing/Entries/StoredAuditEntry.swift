import Cryptography
package import Keys

/// An entry with its place, its leaf and the hash of the leaf: what a store keeps, so that a tree over the hashes can
/// be added without touching the entries.
package struct StoredAuditEntry: Hashable, Sendable {
    package let entry: AuditEntry
    /// Canonical JSON, byte for byte what was hashed.
    package let leaf: [UInt8]
    package let leafHash: Digest256
    /// `nil` when there were none or they were erased.
    package private(set) var details: AuditDetails?

    init(entry: AuditEntry, details: AuditDetails?) {
        self.entry = entry
        self.leaf = entry.leaf
        self.leafHash = AuditEntry.hash(ofLeaf: self.leaf)
        self.details = details
    }

    /// The draft as the entry at a place of the history.
    package init(_ draft: AuditDraft, at sequence: UInt64) {
        self.init(entry: AuditEntry(draft, at: sequence), details: draft.details)
    }

    /// An entry as it was stored; refuses a leaf that is not the one hashed and details that are not the ones meant.
    package init(leaf: [UInt8], leafHash: Digest256, details: AuditDetails?) throws(AuditingError) {
        _ = try AuditLeaf(bytes: leaf, hash: leafHash)
        let entry = try AuditEntry(leaf: leaf)
        self.entry = entry
        self.leaf = leaf
        self.leafHash = leafHash
        self.details = nil
        if let details { try self.attach(details) }
    }

    /// The same entry, its details left out.
    package var withoutDetails: Self {
        var bare = self
        bare.details = nil
        return bare
    }

    /// Adds the details that lay apart; refuses those that are not the ones meant.
    package mutating func attach(_ details: AuditDetails) throws(AuditingError) {
        guard details.commitment == self.entry.detailsCommitment else {
            throw .init(.detailsMismatch, "the details of audit entry \(self.entry.sequence) were changed")
        }
        self.details = details
    }
}
