package import Auditing
import Keys

/// Holds the entries of the audit log against its tree, a tile at a time, so that no look into the store takes long.
///
/// What is trusted is the edge: its root is that of the signed checkpoint. From it every tile is checked by the one above,
/// and the entries by the tiles of level 0.
package struct HistoryCheck: Sendable {
    private let edge: TreeEdge
    private var rest: Range<UInt64>

    /// - Parameters:
    ///   - edge: The tree, as its checkpoint signs it.
    ///   - entries: Which entries are checked, widened to whole tiles.
    package init(edge: TreeEdge, entries: Range<UInt64>) {
        self.edge = edge
        let known = entries.clamped(to: 0..<edge.size)
        self.rest = (known.lowerBound >> 8)..<(known.isEmpty ? known.lowerBound >> 8 : (known.upperBound - 1) >> 8 + 1)
    }

    /// Whether everything was looked at.
    package var isDone: Bool { self.rest.isEmpty }

    /// Checks the entries under one tile, and each tile above that ends with it. Throws `damaged`, naming the first entry
    /// that is not what it was.
    package mutating func step(_ reader: any StoreReading) throws(StorageError) {
        guard let number = self.rest.first, let place = TilePlace(level: 0, number: number, inTreeOf: self.edge.size)
        else { return }
        try self.checkLeaves(place, reader)
        try self.checkTiles(from: place, reader)
        self.rest.removeFirst()
    }

    private func checkLeaves(_ place: TilePlace, _ reader: any StoreReading) throws(StorageError) {
        let first = place.number << 8
        let leaves = try reader.auditLeaves(first..<(first + UInt64(place.width)))
        let hashes = try self.hashes(of: place, reader)
        for (offset, hash) in hashes.enumerated() {
            guard offset < leaves.count else { throw Self.damaged("audit entry \(first + UInt64(offset)) is missing") }
            guard leaves[offset].hash == hash else {
                throw Self.damaged("audit entry \(first + UInt64(offset)) is not the one in the tree")
            }
        }
    }

    /// Each full tile must hash to what stands for it in the tile above; that one is checked with its last child.
    private func checkTiles(from place: TilePlace, _ reader: any StoreReading) throws(StorageError) {
        var place = place
        while place.isFull, place.level < TilePlace.highestLevel {
            let above = TilePlace(level: place.level + 1, number: place.number >> 8, inTreeOf: self.edge.size)
            guard let above, let root = TileRoot.of(try self.hashes(of: place, reader)),
                try self.hashes(of: above, reader)[Int(place.number & 0xff)] == root
            else { throw Self.damaged("\(place.path) of the audit log is not the one in the tree") }
            guard place.number & 0xff == 0xff else { return }
            place = above
        }
    }

    private func hashes(of place: TilePlace, _ reader: any StoreReading) throws(StorageError) -> [Digest256] {
        if let known = self.edge.hashes(of: place) { return known }
        guard let stored = try reader.filledAuditTile(level: place.level, number: place.number) else {
            throw Self.damaged("\(place.path) of the audit log is missing")
        }
        return stored
    }

    private static func damaged(_ message: String) -> StorageError { .init(.damaged, message) }
}
