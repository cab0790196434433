package import Keys

/// What a full tile hashes to: the hash that stands for it in the tile above.
package enum TileRoot {
    /// `nil` unless the tile is full.
    package static func of(_ hashes: [Digest256]) -> Digest256? {
        hashes.count == Int(TilePlace.fullWidth) ? TileNodes(hashes).root : nil
    }
}
