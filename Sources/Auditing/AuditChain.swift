/// Gives entries their places in the history, one after the other, and grows the tree over them. A value: a store copies
/// it before a savepoint and puts the copy back when the savepoint is rolled back, so that no number is lost and no leaf
/// stays in the tree.
package struct AuditChain: Hashable, Sendable {
    /// The right edge of the tree over the leaves.
    package private(set) var tree: TreeEdge

    /// A history that goes on where the tree ends.
    package init(tree: TreeEdge = .init()) {
        self.tree = tree
    }

    /// The place of the next entry, and how many there are.
    package var nextSequence: UInt64 { self.tree.size }

    /// The draft as the next entry of the history.
    package mutating func append(_ draft: AuditDraft) throws(AuditingError) -> AppendedEntry {
        let stored = StoredAuditEntry(draft, at: self.nextSequence)
        guard stored.leaf.count <= EntryBundle.longestEntry else {
            throw .init(.leafTooLong, "an audit leaf has at most \(EntryBundle.longestEntry) bytes")
        }
        return .init(stored: stored, filledTiles: self.tree.append(stored.leafHash))
    }
}
