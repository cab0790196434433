package import Auditing
package import Cryptography
package import Keys

/// A log with made-up entries and a key of its own, that can say what it was at any size, and be forked.
package struct GrowingLog: Sendable {
    package let signer: NoteSigner
    private var leaves: [Digest256] = []

    package var origin: String { self.signer.name }
    package var size: UInt64 { UInt64(self.leaves.count) }

    package init(origin: String = "log.example/test", seed: UInt8 = 1) throws {
        self.signer = try NoteSigner(name: origin, key: Self.key(seed))
    }

    /// A key that is the same for the same seed.
    package static func key(_ seed: UInt8) throws -> Ed25519SigningKey {
        try Ed25519SigningKey { Array(repeating: seed, count: $0) }
    }

    /// Adds entries that tell of the branch they are on.
    package mutating func grow(to size: Int, branch: UInt8 = 0) {
        while self.leaves.count < size {
            let entry: [UInt8] = [branch] + withUnsafeBytes(of: UInt64(self.leaves.count).bigEndian, Array.init)
            self.leaves.append(TreeHash.leaf(entry.span))
        }
    }

    /// The same log up to a size, to go another way from there.
    package func cut(to size: Int) -> Self {
        var copy = self
        copy.leaves = Array(self.leaves.prefix(size))
        return copy
    }

    package func checkpoint(at size: UInt64? = nil) -> Checkpoint {
        let size = size ?? self.size
        return Checkpoint(origin: self.origin, size: size, root: self.root(of: self.leaves.prefix(Int(size))))
    }

    package func note(at size: UInt64? = nil) throws -> SignedNote {
        try self.checkpoint(at: size).signed(by: self.signer)
    }

    package func proof(from old: UInt64, to new: UInt64? = nil) -> [Digest256] {
        ConsistencyProof.make(from: old, to: new ?? self.size) { self.hashes($0) }?.path ?? []
    }

    /// What is sent to a witness that stands at a size.
    package func request(from old: UInt64, to new: UInt64? = nil) throws -> WitnessRequest {
        try WitnessRequest(oldSize: old, proof: self.proof(from: old, to: new), note: self.note(at: new))
    }

    /// The hashes of a tile.
    package func hashes(_ place: TilePlace) -> [Digest256] {
        let span = Int(pow(256, place.level))
        let first = Int(place.number) * 256
        return (first..<(first + Int(place.width))).map { index in
            self.root(of: self.leaves[(index * span)..<((index + 1) * span)])
        }
    }

    private func root(of leaves: ArraySlice<Digest256>) -> Digest256 {
        var edge = TreeEdge()
        for leaf in leaves { _ = edge.append(leaf) }
        return edge.root
    }

    private func pow(_ base: Int, _ exponent: UInt8) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}
