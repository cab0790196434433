package import Keys

/// That a leaf stands at an index of a tree (RFC 6962, section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
    /// Most hashes in a path: one for each doubling of the largest tree.
    package static let longestPath = 63

    package let index: UInt64
    /// Leaves of the tree.
    package let size: UInt64
    /// From the leaf's sibling up to the root's child.
    package let path: [Digest256]

    package init(index: UInt64, size: UInt64, path: [Digest256]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether the leaf and the path hash to the root (RFC 9162, section 2.1.3.2).
    package func isValid(leaf: Digest256, root: Digest256) -> Bool {
        guard self.index < self.size, self.path.count <= Self.longestPath else { return false }
        var (node, last, hash) = (self.index, self.size - 1, leaf)
        for sibling in self.path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = TreeHash.node(sibling, hash)
                // Levels at which the node has no sibling pass it on as it is.
                let skipped = min(node.trailingZeroBitCount, 63)
                node >>= UInt64(skipped)
                last >>= UInt64(skipped)
            } else {
                hash = TreeHash.node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}
