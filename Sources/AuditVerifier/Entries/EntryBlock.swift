import Keys

/// The entries of one bundle beside the tile of their hashes.
struct EntryBlock {
    let bundle: TileFile
    let tile: TileFile
    /// The bundle's bytes, and whether they may go on behind the last entry: a full bundle read for a log that had less.
    let bytes: [UInt8]
    let mayGoOn: Bool
    /// The tile's bytes: at least as many hashes as the bundle is wide.
    let hashes: [UInt8]

    /// Checks entry after entry and adds their hashes to a tree, which `visit` sees behind each.
    func check(into tree: inout TreeRoot, visit: (borrowing TreeRoot) -> Void) throws(LogFinding) {
        let bytes = self.bytes.span
        let hashes = self.hashes.span
        var position = 0
        for offset in 0..<Int(self.bundle.width) {
            let index = self.bundle.firstEntry + UInt64(offset)
            let entry = try self.entry(bytes, &position, index: index)
            let leaf = bytes.extracting(entry)
            let hash = TreeRoot.leaf(leaf)
            let isExpected = hash == HashRun.hash(offset, in: hashes)
            guard let sequence = LeafForm.sequence(of: leaf), isExpected, sequence == index else {
                throw self.finding(leaf, index: index, isExpected: isExpected)
            }
            tree.append(hash)
            visit(tree)
        }
        guard position == bytes.count || self.mayGoOn else {
            throw .init(
                .fileMalformed, entry: self.bundle.firstEntry + self.bundle.width, file: self.bundle.path,
                "\(self.bundle.path) goes on behind its last entry")
        }
    }

    /// Where the next entry lies: behind its length in two bytes.
    private func entry(_ bytes: Span<UInt8>, _ position: inout Int, index: UInt64) throws(LogFinding) -> Range<Int> {
        guard bytes.count - position >= 2 else { throw self.endsEarly(index) }
        let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        let start = position + 2
        guard length <= bytes.count - start else { throw self.endsEarly(index) }
        position = start + length
        return start..<position
    }

    private func endsEarly(_ index: UInt64) -> LogFinding {
        .init(
            .fileMalformed, entry: index, file: self.bundle.path, "\(self.bundle.path) ends within entry \(index)")
    }

    private func finding(_ leaf: Span<UInt8>, index: UInt64, isExpected: Bool) -> LogFinding {
        let file = self.bundle.path
        guard let sequence = LeafForm.sequence(of: leaf) else {
            return isExpected
                ? .init(.entryMalformed, entry: index, file: file, "entry \(index) is no canonical JSON with a number")
                : .init(
                    .entryChanged, entry: index, file: file,
                    "entry \(index) was changed: it is no canonical JSON and not what \(self.tile.path) tells of")
        }
        guard sequence == index else {
            return .init(
                .entryMisplaced, entry: index, file: file, "entry \(sequence) stands in the place of entry \(index)")
        }
        return .init(
            .entryChanged, entry: index, file: file,
            "entry \(index) was changed: it is not what \(self.tile.path) tells of")
    }
}
