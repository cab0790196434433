import Keys

/// The entries under one tile of level 1, 65,536 of them in a full one: what one worker checks at a time.
struct LogSection: Sendable {
    static let entries: UInt64 = 65_536

    let folder: LogFolder
    let number: UInt64
    /// Entries of the log.
    let size: UInt64
    /// Entries of an older log, to know what they hash to.
    let olderSize: UInt64?

    /// What a section that is in order holds.
    struct Outcome: Sendable {
        var tree = TreeRoot()
        /// The tree as it was at the older size, when that lies within the section.
        var older: TreeRoot?
    }

    private var first: UInt64 { self.number * Self.entries }

    /// Checks bundle after bundle, each beside its tile, then the tile above.
    ///
    /// Throws the first `LogFinding`, or a `VerifierError`.
    func check() throws -> Outcome {
        var outcome = Outcome()
        var upper: [UInt8]?
        if let tile = TileFile(.hashes(level: 1), number: self.number, size: self.size) {
            upper = try? self.folder.hashes(tile)
        }
        for number in (self.number << 8)..<((self.number + 1) << 8) {
            guard let bundle = TileFile(.entries, number: number, size: self.size),
                let tile = TileFile(.hashes(level: 0), number: number, size: self.size)
            else { break }
            let root = try self.check(bundle, tile, &outcome)
            guard bundle.width == TileFile.fullWidth else { continue }
            try self.compare(root, with: upper, at: Int(number & 255))
            outcome.tree.append(root, height: 8)
        }
        return outcome
    }

    /// The hash of a full block; what a partial one holds is added to the tree.
    private func check(_ bundle: TileFile, _ tile: TileFile, _ outcome: inout Outcome) throws -> Digest256 {
        guard let (bytes, isFull) = try self.folder.read(bundle) else { throw LogFinding(missing: bundle) }
        let isPartial = bundle.width < TileFile.fullWidth
        let block = EntryBlock(
            bundle: bundle, tile: tile, bytes: bytes, mayGoOn: isFull && isPartial,
            hashes: try self.folder.hashes(tile))
        var tree = TreeRoot()
        var older: TreeRoot?
        let olderCount = self.olderSize.map { $0 &- bundle.firstEntry }
        try block.check(into: &tree) { tree in
            if tree.count == olderCount { older = copy tree }
        }
        if let older {
            outcome.older = outcome.tree
            outcome.older?.append(older)
        }
        if isPartial { outcome.tree.append(tree) }
        return tree.hash
    }

    private func compare(_ root: Digest256, with upper: [UInt8]?, at index: Int) throws {
        guard let tile = TileFile(.hashes(level: 1), number: self.number, size: self.size) else { return }
        let hashes = try upper ?? self.folder.hashes(tile)
        guard HashRun.hash(index, in: hashes.span) != root else { return }
        let entry = self.first + UInt64(index) << 8
        throw LogFinding(
            .tileChanged, entry: entry, file: tile.path,
            "\(tile.path) holds another hash of the entries \(entry) to \(entry + 255) than they have")
    }
}
