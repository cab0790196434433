import Keys

/// Hashes runs of leaves of a stored tree out of its tiles, each of which it asks for once.
struct TileReader {
    private let size: UInt64
    private var read: [TilePlace: TileNodes] = [:]

    init(size: UInt64) { self.size = size }

    /// `nil` when a tile has another number of hashes than asked for.
    ///
    /// `leaves`: Not empty, within the tree, and begin at a multiple of the first power of two not below their
    ///   number.
    mutating func hash<Failure: Error>(
        of leaves: Range<UInt64>, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> Digest256? {
        var hash: Digest256?
        for place in NodePlace.spanning(leaves).reversed() {
            guard let tile = place.tile(inTreeOf: self.size), let nodes = try self.nodes(tile, tiles: tiles) else {
                return nil
            }
            let node = nodes.node(height: place.heightInTile, index: place.indexInTile)
            hash = hash.map { TreeHash.node(node, $0) } ?? node
        }
        return hash
    }

    private mutating func nodes<Failure: Error>(
        _ tile: TilePlace, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> TileNodes? {
        if let nodes = self.read[tile] { return nodes }
        let hashes = try tiles(tile)
        guard hashes.count == Int(tile.width) else { return nil }
        let nodes = TileNodes(hashes)
        self.read[tile] = nodes
        return nodes
    }
}
