package import Keys

extension TreeEdge {
    /// The edge of a stored tree. Asks for full tiles and, when the leaves do not end with one, for the partial tile of
    /// level 0; what is partial above is made of the full tiles below it, of which there are at most 255 a level.
    ///
    /// Nothing tells whether the tiles are the right ones: compare `root` with a signed checkpoint.
    ///
    /// `tiles`: Gives exactly as many hashes as the place is wide. With any other number, or when the size is
    ///   beyond `mostLeaves`, the result is `nil`.
    package init?<Failure: Error>(
        size: UInt64, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) {
        guard size <= Self.mostLeaves else { return nil }
        self.init()
        self.size = size
        for level in 0...TilePlace.highestLevel where size >> UInt64(8 * level) > 0 {
            guard let rebuilt = try Self.level(level, size: size, tiles: tiles) else { return nil }
            self.levels.append(rebuilt)
        }
    }

    private static func level<Failure: Error>(
        _ level: UInt8, size: UInt64, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> Level? {
        let hashes = size >> UInt64(8 * level)
        let number = hashes >> 8
        var rebuilt = Level()
        if number > 0 {
            guard let full = try self.nodes(.init(level: level, number: number - 1), tiles: tiles) else { return nil }
            rebuilt.full = full
        }
        if level == 0 {
            guard let place = TilePlace(level: 0, number: number, inTreeOf: size) else { return rebuilt }
            guard let filling = try self.nodes(place, tiles: tiles) else { return nil }
            rebuilt.filling = filling
            return rebuilt
        }
        for index in (number << 8)..<hashes {
            guard let below = try self.nodes(.init(level: level - 1, number: index), tiles: tiles) else { return nil }
            rebuilt.filling.append(below.root)
        }
        return rebuilt
    }

    private static func nodes<Failure: Error>(
        _ place: TilePlace, tiles: (TilePlace) throws(Failure) -> [Digest256]
    ) throws(Failure) -> TileNodes? {
        let hashes = try tiles(place)
        return hashes.count == Int(place.width) ? TileNodes(hashes) : nil
    }
}
