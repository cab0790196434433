import Keys

/// The tiles of levels 2 and above. Each hash is compared with its file when it is known, so that findings come in the order
/// of the entries. Of each level one tile is kept.
struct UpperTiles {
    /// The tile of a level that is being compared.
    private struct Level {
        var tree = TreeRoot()
        var number: UInt64 = 0
        /// What its file holds; read with the first hash.
        var held: [UInt8] = []
    }

    private let folder: LogFolder
    /// Entries of the log.
    private let size: UInt64
    private var levels: [Level] = []
    private static let lowestLevel: UInt64 = 2

    init(folder: LogFolder, size: UInt64) {
        self.folder = folder
        self.size = size
    }

    /// Compares the hash of a full tile of level 1, and those of the tiles above that are full with it.
    mutating func append(_ hash: Digest256) throws {
        var hash = hash
        var index = 0
        while true {
            if index == self.levels.count { self.levels.append(.init()) }
            try self.compare(hash, at: index)
            self.levels[index].tree.append(hash)
            guard self.levels[index].tree.count == TileFile.fullWidth else { return }
            hash = self.levels[index].tree.hash
            self.levels[index] = .init(number: self.levels[index].number + 1)
            index += 1
        }
    }

    private mutating func compare(_ hash: Digest256, at index: Int) throws {
        let height = Self.lowestLevel + UInt64(index)
        let (number, position) = (self.levels[index].number, self.levels[index].tree.count)
        guard let tile = TileFile(.hashes(level: height), number: number, size: self.size) else { return }
        if position == 0 { self.levels[index].held = try self.folder.hashes(tile) }
        let held = self.levels[index].held
        guard HashRun.hash(Int(position), in: held.span) != hash else { return }
        let entry = tile.firstEntry + position << (8 * height)
        throw LogFinding(
            .tileChanged, entry: entry, file: tile.path,
            "\(tile.path) holds another hash of the entries from \(entry) on than they have")
    }
}
