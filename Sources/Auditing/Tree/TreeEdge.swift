package import Keys

/// The right edge of a growing tree: what a log needs in memory to append, to know its root, and to prove its latest
/// leaves. A value: a store copies it before a savepoint and puts the copy back when the savepoint is rolled back.
///
/// Some 32 KiB for each level; each append hashes about one node.
package struct TreeEdge: Hashable, Sendable {
    /// Most leaves: sizes and twice as much stay within 64 bits.
    package static let mostLeaves: UInt64 = 1 << 62

    /// One level's tile that is being filled, with the nodes above its hashes, and the full one before it.
    struct Level: Hashable {
        var filling = TileNodes()
        var full: TileNodes?
    }

    /// How many leaves the tree has.
    package internal(set) var size: UInt64 = 0
    var levels: [Level] = []

    /// The edge of an empty tree.
    package init() {}

    /// The hash of the tree (RFC 6962, section 2.1).
    package var root: Digest256 {
        self.hash(of: 0..<self.size) ?? TreeHash.empty
    }

    /// Adds a leaf. Returns the tiles that are full with it, lowest level first.
    package mutating func append(_ leafHash: Digest256) -> [FilledTile] {
        precondition(self.size < Self.mostLeaves, "a tree has at most \(Self.mostLeaves) leaves")
        let number = self.size >> 8
        self.size += 1
        var filled: [FilledTile] = []
        var (hash, tileNumber) = (leafHash, number)
        for level in 0...Int(TilePlace.highestLevel) {
            if level == self.levels.count { self.levels.append(.init()) }
            self.levels[level].filling.append(hash)
            guard self.levels[level].filling.isFull else { break }
            let tile = self.levels[level].filling
            self.levels[level] = .init(full: tile)
            filled.append(
                .init(
                    place: .init(level: UInt8(truncatingIfNeeded: level), number: tileNumber),
                    hashes: tile.hashes(tile.width)))
            hash = tile.root
            tileNumber >>= 8
        }
        return filled
    }

    /// The proof of a leaf in the tree as it is; `nil` when it is too far back for memory: the latest 256 never are.
    package func inclusionProof(of index: UInt64) -> InclusionProof? {
        InclusionProof.make(index: index, size: self.size) { self.hash(of: $0) }
    }

    /// The hashes of a tile, or the first of them, as far as they are in memory: of each level the tile that is being
    /// filled and the one before it.
    package func hashes(of place: TilePlace) -> [Digest256]? {
        guard let nodes = self.tile(level: place.level, number: place.number), nodes.width >= Int(place.width) else {
            return nil
        }
        return nodes.hashes(Int(place.width))
    }

    private func hash(of leaves: Range<UInt64>) -> Digest256? {
        var hash: Digest256?
        for place in NodePlace.spanning(leaves).reversed() {
            guard let tile = place.tile(inTreeOf: self.size),
                let nodes = self.tile(level: tile.level, number: tile.number)
            else { return nil }
            let node = nodes.node(height: place.heightInTile, index: place.indexInTile)
            hash = hash.map { TreeHash.node(node, $0) } ?? node
        }
        return hash
    }

    private func tile(level: UInt8, number: UInt64) -> TileNodes? {
        guard Int(level) < self.levels.count, level <= TilePlace.highestLevel else { return nil }
        let filling = self.size >> (8 * (UInt64(level) + 1))
        if number == filling { return self.levels[Int(level)].filling }
        return filling > 0 && number == filling - 1 ? self.levels[Int(level)].full : nil
    }
}
