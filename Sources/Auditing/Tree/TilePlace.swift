/// Which hashes of the tree a tile holds (C2SP tlog-tiles): at level `l` the hashes of nodes over 256ˡ leaves, 256 of them in
/// a full tile. A partial tile is the beginning of the full one.
package struct TilePlace: Hashable, Sendable {
    /// Hashes in a full tile, and the height of the subtree that they are the leaves of.
    package static let fullWidth: UInt16 = 256
    static let levelHeight: UInt8 = 8
    /// The highest level that a tree of 2⁶³ leaves reaches.
    package static let highestLevel: UInt8 = 7

    package let level: UInt8
    package let number: UInt64
    /// How many hashes: 1...256.
    package let width: UInt16

    package init(level: UInt8, number: UInt64, width: UInt16 = Self.fullWidth) {
        precondition(level <= Self.highestLevel, "a tile's level is at most \(Self.highestLevel)")
        precondition((1...Self.fullWidth).contains(width), "a tile has 1 to \(Self.fullWidth) hashes")
        self.level = level
        self.number = number
        self.width = width
    }

    /// The tile as far as a tree of that size fills it; `nil` when there is nothing in it.
    package init?(level: UInt8, number: UInt64, inTreeOf size: UInt64) {
        guard level <= Self.highestLevel, number <= UInt64.max >> 8 else { return nil }
        let hashes = size >> UInt64(level * Self.levelHeight)
        let start = number << 8
        guard hashes > start else { return nil }
        let width = UInt16(truncatingIfNeeded: min(hashes - start, UInt64(Self.fullWidth)))
        self.init(level: level, number: number, width: width)
    }

    /// `tile/0/x001/234.p/5`, relative to the log's folder.
    package var path: String { "tile/\(self.level)/" + TileNumber.path(self.number, width: self.width) }

    /// Reads what `path` writes and nothing else.
    package init?(path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "tile", parts[1].utf8.count == 1, let level = UInt8(parts[1]),
            level <= Self.highestLevel, let (number, width) = TileNumber.parse(parts[2])
        else { return nil }
        self.init(level: level, number: number, width: width)
    }

    package var isFull: Bool { self.width == Self.fullWidth }
}
