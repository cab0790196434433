/// Which entries a bundle holds (C2SP tlog-tiles): those whose hashes stand in the tile of level 0 with the same number.
package struct EntriesPlace: Hashable, Sendable {
    package let number: UInt64
    /// How many entries: 1...256.
    package let width: UInt16

    package init(number: UInt64, width: UInt16 = TilePlace.fullWidth) {
        precondition((1...TilePlace.fullWidth).contains(width), "a bundle has 1 to \(TilePlace.fullWidth) entries")
        self.number = number
        self.width = width
    }

    /// The bundle as far as a log of that size fills it; `nil` when there is nothing in it.
    package init?(number: UInt64, inTreeOf size: UInt64) {
        guard let tile = TilePlace(level: 0, number: number, inTreeOf: size) else { return nil }
        self.init(number: number, width: tile.width)
    }

    /// `tile/entries/x001/234.p/5`, relative to the log's folder.
    package var path: String { "tile/entries/" + TileNumber.path(self.number, width: self.width) }

    /// Reads what `path` writes and nothing else.
    package init?(path: String) {
        let prefix = "tile/entries/"
        guard path.hasPrefix(prefix), let (number, width) = TileNumber.parse(path.dropFirst(prefix.count)) else {
            return nil
        }
        self.init(number: number, width: width)
    }

    package var isFull: Bool { self.width == TilePlace.fullWidth }
}
