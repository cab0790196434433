/// A log's folder, as it is served and copied (C2SP tlog-tiles): `checkpoint`, `tile/…`, `tile/entries/…`; and `keys/…`, the
/// notes about its keys.
package struct LogFolder: Hashable, Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    static let checkpoint = "checkpoint"
    /// Longest bundle: 256 entries of 65,535 bytes with their lengths.
    private static let longestBundle = 256 * 65_537
    private static let longestTile = 256 * HashRun.hashLength

    /// How its keys follow one another.
    var successions: KeySuccessions { .init(path: "\(self.path)/\(KeySuccessions.folder)") }

    /// The checkpoint's bytes; `nil` when there is none.
    func checkpointBytes() throws(VerifierError) -> [UInt8]? {
        try PlainFile.read("\(self.path)/\(Self.checkpoint)", most: SignedText.longest + 1)
    }

    /// The bytes of a file, or of the full one that has come in its place; `nil` when there is neither.
    func read(_ file: TileFile) throws(VerifierError) -> (bytes: [UInt8], isFull: Bool)? {
        var most = Self.longestBundle
        if case .hashes = file.content { most = Self.longestTile }
        // One byte more tells that a file is too long.
        if let bytes = try PlainFile.read("\(self.path)/\(file.path)", most: most + 1) {
            return (bytes, file.width == TileFile.fullWidth)
        }
        guard file.width < TileFile.fullWidth else { return nil }
        return try PlainFile.read("\(self.path)/\(file.fullPath)", most: most + 1).map { ($0, true) }
    }

    /// The hashes that a tile must hold at least; a finding when it does not hold as many.
    func hashes(_ tile: TileFile) throws -> [UInt8] {
        guard let (bytes, isFull) = try self.read(tile) else { throw LogFinding(missing: tile) }
        let expected = isFull ? TileFile.fullWidth : tile.width
        guard bytes.count == Int(expected) * HashRun.hashLength else {
            throw LogFinding(
                .fileMalformed, entry: tile.firstEntry, file: tile.path,
                "\(tile.path) holds \(bytes.count) bytes, not \(expected) hashes")
        }
        return bytes
    }
}

extension LogFinding {
    /// A file that the log's size calls for is not there.
    init(missing file: TileFile) {
        self.init(.fileMissing, entry: file.firstEntry, file: file.path, "\(file.path) is missing")
    }
}
