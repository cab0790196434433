package import Auditing
package import Keys

/// What the audit log was, told by its tiles.
extension StoreReading {
    /// What the log says of itself: the head that was signed last; `nil` before the first.
    package func auditHead() throws(StorageError) -> Checkpoint? {
        guard let note = try self.auditCheckpoint() else { return nil }
        return try self.auditHead(in: note)
    }

    /// The root of the tree when the log had that many entries; `nil` when it never had.
    package func auditRoot(at size: UInt64) throws(StorageError) -> Digest256? {
        guard let head = try self.auditHead(), size <= head.size else { return nil }
        return try TreeEdge(size: size) { place throws(StorageError) in try self.auditTile(place) ?? [] }?.root
    }

    /// The proof that the log only grew from one size to another, both of which it had.
    package func auditConsistency(from old: UInt64, to new: UInt64) throws(StorageError) -> ConsistencyProof? {
        try ConsistencyProof.make(from: old, to: new) { place throws(StorageError) in try self.auditTile(place) ?? [] }
    }
}
