package import Keys

/// That an entry stands in a log, to be checked without the log: its index, the path to the root, and the checkpoint that
/// signs the root, with the cosignatures there were (C2SP tlog-proof).
package struct LogProof: Hashable, Sendable {
    package let index: UInt64
    /// From the leaf's sibling up to the root's child.
    package let path: [Digest256]
    package let checkpoint: SignedNote
    /// What an application adds; nobody signs it.
    package let extra: [UInt8]?

    package init(index: UInt64, path: [Digest256], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
        self.extra = extra
    }

    package init(_ inclusion: InclusionProof, checkpoint: SignedNote) {
        self.init(index: inclusion.index, path: inclusion.path, checkpoint: checkpoint)
    }

    /// The checkpoint, once its signature by the log's key and the path from the leaf to its root were checked.
    package func verifiedCheckpoint(leaf: Digest256, key: NoteVerifierKey) throws(AuditingError) -> Checkpoint {
        let checkpoint = try Checkpoint(self.checkpoint, signedBy: key)
        let inclusion = InclusionProof(index: self.index, size: checkpoint.size, path: self.path)
        guard inclusion.isValid(leaf: leaf, root: checkpoint.root) else {
            throw .init(.proofRejected, "the proof does not lead from the entry to the checkpoint's root")
        }
        return checkpoint
    }
}
