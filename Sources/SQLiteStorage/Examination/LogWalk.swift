import Auditing
import Keys

/// How far the leaves of an audit log were taken into a tree.
struct LogWalk {
    /// The entry that is looked at next.
    var next: UInt64 = 0
    /// Whether every leaf so far was there and is to be believed.
    var isWhole = true
    private(set) var tree = TreeEdge()
    /// The root of the tree when it was as long as the signed one; `nil` before.
    private(set) var signedRoot: Digest256?
    private let signedSize: UInt64

    init(signedSize: UInt64) {
        self.signedSize = signedSize
        if signedSize == 0 { self.signedRoot = self.tree.root }
    }

    /// Returns the tiles that are full with this leaf.
    mutating func append(_ leaf: Digest256) -> [FilledTile] {
        let tiles = self.tree.append(leaf)
        if self.tree.size == self.signedSize { self.signedRoot = self.tree.root }
        return tiles
    }

    /// Whether the tile was full when the checkpoint was signed: what an earlier release appended has no tiles yet.
    func isSigned(_ place: TilePlace) -> Bool {
        TilePlace(level: place.level, number: place.number, inTreeOf: self.signedSize)?.isFull ?? false
    }
}
