/// The tree as a commit left it, and the note that its log signed over it.
package struct SignedTree: Hashable, Sendable {
    package let edge: TreeEdge
    package let checkpoint: SignedNote

    /// The proof of one of the latest leaves; `nil` when it is too far back for memory.
    package func proof(of index: UInt64) -> LogProof? {
        self.edge.inclusionProof(of: index).map { .init($0, checkpoint: self.checkpoint) }
    }
}
