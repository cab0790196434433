package import Keys

extension InclusionProof {
    /// The proof of a leaf, out of a log's tiles. `nil` when the tree has no such leaf or a tile has another number of
    /// hashes than asked for.
    ///
    /// `tiles`: Gives exactly as many hashes as the place is wide: the first ones of a tile that has grown since
    ///   the tree had that size. Asked once for each tile, two a level at most.
    package static func make<Failure: Error>(
        index: UInt64, size: UInt64, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> Self? {
        var reader = TileReader(size: size)
        return try self.make(index: index, size: size) { (leaves) throws(Failure) in
            try reader.hash(of: leaves, tiles: tiles)
        }
    }

    /// `hash`: The hash of a run of leaves, `nil` when it is not to be had.
    static func make<Failure: Error>(
        index: UInt64, size: UInt64, hash: (Range<UInt64>) throws(Failure) -> Digest256?
    ) throws(Failure) -> Self? {
        guard index < size, size <= TreeEdge.mostLeaves else { return nil }
        var leaves = 0..<size
        var path: [Digest256] = []
        // Down from the root: the half without the leaf is the next hash of the path, read from its end.
        while leaves.count > 1 {
            let middle = TreeSplit.middle(of: leaves)
            let left = leaves.lowerBound..<middle
            let right = middle..<leaves.upperBound
            guard let sibling = try hash(index < middle ? right : left) else { return nil }
            path.append(sibling)
            leaves = index < middle ? left : right
        }
        return .init(index: index, size: size, path: path.reversed())
    }
}
