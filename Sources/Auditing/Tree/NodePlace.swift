/// Where a node over 2ʰᵉⁱᵍʰᵗ leaves stands in a tree, whatever the tree's size: `index` counts such nodes from the left.
struct NodePlace: Hashable {
    /// 0 for leaves, 63 at most.
    let height: UInt8
    let index: UInt64

    /// The tile that holds the node, among its hashes or as what they hash to; `width` as far as it is filled in a tree
    /// of that size. `nil` when a tree of that size has no such node.
    func tile(inTreeOf size: UInt64) -> TilePlace? {
        guard self.height < 64, size >> self.height > self.index else { return nil }
        let level = self.height / TilePlace.levelHeight
        let number = self.index >> UInt64(TilePlace.levelHeight - self.height % TilePlace.levelHeight)
        return TilePlace(level: level, number: number, inTreeOf: size)
    }

    /// Height of the node within that tile, 0...7.
    var heightInTile: Int { Int(self.height % TilePlace.levelHeight) }

    /// Index of the node among those of its height within that tile.
    var indexInTile: Int {
        Int(self.index & (1 << UInt64(TilePlace.levelHeight - self.height % TilePlace.levelHeight) - 1))
    }

    /// The nodes that together span some leaves, largest first: one for each bit of their number.
    ///
    /// `leaves`: Begin at a multiple of the first power of two not below their number.
    static func spanning(_ leaves: Range<UInt64>) -> [Self] {
        var places: [Self] = []
        var (start, rest) = (leaves.lowerBound, leaves.upperBound - leaves.lowerBound)
        while rest > 0 {
            let height = UInt64(63 - rest.leadingZeroBitCount)
            places.append(.init(height: UInt8(truncatingIfNeeded: height), index: start >> height))
            start += 1 << height
            rest -= 1 << height
        }
        return places
    }
}
