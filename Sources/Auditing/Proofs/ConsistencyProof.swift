package import Keys

/// That a tree is the beginning of a later one: nothing was changed, taken out or put in between (RFC 6962, section
/// 2.1.2). Empty between trees of the same size and from the empty tree (C2SP tlog-witness).
package struct ConsistencyProof: Hashable, Sendable {
    /// Most hashes in a path (C2SP tlog-witness).
    package static let longestPath = 63

    package let oldSize: UInt64
    package let newSize: UInt64
    package let path: [Digest256]

    package init(oldSize: UInt64, newSize: UInt64, path: [Digest256]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Whether the path leads to both roots (RFC 9162, section 2.1.4.2).
    package func isValid(oldRoot: Digest256, newRoot: Digest256) -> Bool {
        guard self.oldSize <= self.newSize, self.path.count <= Self.longestPath else { return false }
        if self.oldSize == self.newSize { return self.path.isEmpty && oldRoot == newRoot }
        if self.oldSize == 0 { return self.path.isEmpty && oldRoot == TreeHash.empty }
        // A full old tree is a node of the new one, and its root needs no saying.
        let isFull = self.oldSize.nonzeroBitCount == 1
        guard let start = isFull ? oldRoot : self.path.first else { return false }
        return self.leads(from: start, along: self.path.dropFirst(isFull ? 0 : 1), oldRoot: oldRoot, newRoot: newRoot)
    }

    private func leads(
        from start: Digest256, along path: ArraySlice<Digest256>, oldRoot: Digest256, newRoot: Digest256
    ) -> Bool {
        var (node, last) = (self.oldSize - 1, self.newSize - 1)
        let ones = UInt64((~node).trailingZeroBitCount)
        node >>= ones
        last >>= ones
        var (old, new) = (start, start)
        for sibling in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                old = TreeHash.node(sibling, old)
                new = TreeHash.node(sibling, new)
                let skipped = UInt64(min(node.trailingZeroBitCount, 63))
                node >>= skipped
                last >>= skipped
            } else {
                new = TreeHash.node(new, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
