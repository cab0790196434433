package import Keys

/// The bytes of a leaf and their hash in the tree, without what the entry says.
package struct AuditLeaf: Hashable, Sendable {
    package let bytes: [UInt8]
    package let hash: Digest256

    /// A leaf as it was stored; refuses one that is not what was hashed.
    package init(bytes: [UInt8], hash: Digest256) throws(AuditingError) {
        guard AuditEntry.hash(ofLeaf: bytes) == hash else {
            throw .init(.leafHashMismatch, "an audit leaf was changed after it was written")
        }
        self.bytes = bytes
        self.hash = hash
    }

    /// The leaf of an entry that was checked already.
    package init(_ stored: StoredAuditEntry) {
        self.bytes = stored.leaf
        self.hash = stored.leafHash
    }
}
