import Auditing
import Foundation
import Keys

/// A log that is written tile by tile.
struct SeededLog {
    private let folder: URL
    private var chain = AuditChain()
    private var edge: TreeEdge { self.chain.tree }

    init(folder: URL) { self.folder = folder }

    /// Adds at most 256 entries, as one bundle.
    mutating func append(_ count: Int) throws {
        let first = self.edge.size
        var leaves: [[UInt8]] = []
        for _ in 0..<count {
            let appended = try self.chain.append(Self.draft(self.chain.nextSequence))
            leaves.append(appended.stored.leaf)
            for tile in appended.filledTiles {
                try self.write(TileHashes.bytes(of: tile.hashes), to: tile.place.path)
            }
        }
        let place = EntriesPlace(number: first >> 8, width: UInt16(count))
        try self.write(EntryBundle.bytes(of: leaves) ?? [], to: place.path)
    }

    /// Writes the tiles that are not full, and the checkpoint.
    func finish(_ signer: NoteSigner) throws {
        for level in 0...TilePlace.highestLevel {
            let number = self.edge.size >> (8 * (UInt64(level) + 1))
            guard let place = TilePlace(level: level, number: number, inTreeOf: self.edge.size),
                let hashes = self.edge.hashes(of: place)
            else { continue }
            try self.write(TileHashes.bytes(of: hashes), to: place.path)
        }
        let checkpoint = Checkpoint(origin: signer.name, size: self.edge.size, root: self.edge.root)
        try self.write(Array(checkpoint.signed(by: signer).serialized.utf8), to: "checkpoint")
    }

    /// Microseconds that proofs of random entries take, their tiles read from the folder.
    func proofTimes(_ count: Int) throws -> [Double] {
        try (0..<count).map { _ in
            let index = UInt64.random(in: 0..<self.edge.size)
            let began = ContinuousClock.now
            let proof = try InclusionProof.make(index: index, size: self.edge.size) { try self.hashes($0) }
            let taken = began.duration(to: .now)
            guard proof != nil else { throw SeedingError(description: "entry \(index) cannot be proven") }
            return taken / .microseconds(1)
        }
    }

    private func hashes(_ place: TilePlace) throws -> [Digest256] {
        let bytes = try Data(contentsOf: self.folder.appendingPathComponent(place.path))
        return TileHashes.hashes(in: Array(bytes)) ?? []
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = self.folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    private static func draft(_ number: UInt64) -> AuditDraft {
        AuditDraft(
            timestamp: 1_796_083_200_000 + Int64(number), tenant: "env_0123456789abcdef",
            actor: .init(type: "operator", id: "op_0123456789abcdef"), action: .keyRotate,
            object: .init(type: "key", id: "key_0123456789abcdef", version: number % 100),
            reason: "a seeded entry", requestID: "req_0123456789abcdef",
            previousStateHash: Digest256(words: (number, 1, 2, 3)), newStateHash: Digest256(words: (number, 4, 5, 6)))
    }
}
