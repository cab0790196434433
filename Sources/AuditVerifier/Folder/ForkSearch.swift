import Keys

/// Finds where two copies of a log part, by their tiles of level 0.
struct ForkSearch {
    /// A copy and how many entries it has.
    struct Copy {
        let folder: LogFolder
        let size: UInt64
    }

    let older: Copy
    let newer: Copy

    /// The first entry whose hash is not the same in both; `nil` when there is none, as far as both can be read.
    func firstDifference() throws -> UInt64? {
        var number: UInt64 = 0
        while let older = try self.hashes(number, in: self.older), let newer = try self.hashes(number, in: self.newer) {
            let count = min(older.count, newer.count) / HashRun.hashLength
            for index in 0..<count where HashRun.hash(index, in: older.span) != HashRun.hash(index, in: newer.span) {
                return number << 8 + UInt64(index)
            }
            number += 1
        }
        return nil
    }

    /// The hashes of a tile, no more than the log has; `nil` when they are not to be had.
    private func hashes(_ number: UInt64, in copy: Copy) throws -> [UInt8]? {
        guard let tile = TileFile(.hashes(level: 0), number: number, size: copy.size) else { return nil }
        do {
            return Array(try copy.folder.hashes(tile).prefix(Int(tile.width) * HashRun.hashLength))
        } catch is LogFinding {
            return nil
        }
    }
}
