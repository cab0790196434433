import Keys

/// The subtree over the hashes of one tile: the hashes, and every node above them whose leaves are all there. In one run
/// of memory, each node right behind the last leaf below it, so that adding never moves anything.
struct TileNodes: Hashable {
    private var nodes: [Digest256] = []
    /// Hashes of the tile, 0...256.
    private(set) var width = 0

    init() {}

    /// A tile of at most 256 hashes.
    init(_ hashes: some Collection<Digest256>) {
        self.nodes.reserveCapacity(2 * hashes.count)
        for hash in hashes { self.append(hash) }
    }

    var isFull: Bool { self.width == Int(TilePlace.fullWidth) }

    /// The hash of the whole tile, which must be full.
    var root: Digest256 { self.node(height: Int(TilePlace.levelHeight), index: 0) }

    /// The first hashes of the tile.
    func hashes(_ count: Int) -> [Digest256] { (0..<min(count, self.width)).map { self.node(height: 0, index: $0) } }

    mutating func append(_ hash: Digest256) {
        precondition(!self.isFull, "a tile has at most \(TilePlace.fullWidth) hashes")
        let index = self.width
        var hash = hash
        self.nodes.append(hash)
        self.width += 1
        // Each one bit at the end of the index completes a node over the left neighbour and this one.
        for height in 0..<(~index).trailingZeroBitCount {
            hash = TreeHash.node(self.node(height: height, index: (index >> height) - 1), hash)
            self.nodes.append(hash)
        }
    }

    /// A node over 2ʰᵉⁱᵍʰᵗ hashes, all of which must be there.
    func node(height: Int, index: Int) -> Digest256 {
        let last = (index + 1) << height - 1
        precondition(last < self.width, "a node of a tile lies over hashes that are there")
        // Before leaf `last` stand as many nodes as a tree of `last` leaves has: 2 × last − its one bits.
        return self.nodes[2 * last - last.nonzeroBitCount + height]
    }
}
