package import Keys

extension ConsistencyProof {
    /// The proof between two sizes of a log, out of its tiles. `nil` when the sizes are the wrong way round or a tile has
    /// another number of hashes than asked for.
    ///
    /// `tiles`: As for an inclusion proof; asked for the tiles of the newer tree.
    package static func make<Failure: Error>(
        from oldSize: UInt64, to newSize: UInt64, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> Self? {
        var reader = TileReader(size: newSize)
        return try self.make(from: oldSize, to: newSize) { (leaves) throws(Failure) in
            try reader.hash(of: leaves, tiles: tiles)
        }
    }

    /// `hash`: The hash of a run of leaves, `nil` when it is not to be had.
    static func make<Failure: Error>(
        from oldSize: UInt64, to newSize: UInt64, hash: (Range<UInt64>) throws(Failure) -> Digest256?
    ) throws(Failure) -> Self? {
        guard oldSize <= newSize, newSize <= TreeEdge.mostLeaves else { return nil }
        guard oldSize > 0, oldSize < newSize else { return .init(oldSize: oldSize, newSize: newSize, path: []) }
        var leaves = 0..<newSize
        var path: [Digest256] = []
        // Down to the node at which the old tree ends.
        while leaves.upperBound != oldSize {
            let middle = TreeSplit.middle(of: leaves)
            let left = leaves.lowerBound..<middle
            let right = middle..<leaves.upperBound
            guard let sibling = try hash(oldSize <= middle ? right : left) else { return nil }
            path.append(sibling)
            leaves = oldSize <= middle ? left : right
        }
        // The old tree itself is known to whoever checks; a part of it is not.
        if leaves.lowerBound > 0 {
            guard let part = try hash(leaves) else { return nil }
            path.append(part)
        }
        return .init(oldSize: oldSize, newSize: newSize, path: path.reversed())
    }
}
