package import Auditing
import Cryptography
import Foundation
import Keys

/// An audit log in the layout of C2SP tlog-tiles, made by the code that writes real ones: what its folder holds, by path.
package struct PublishedLog: Sendable {
    package let leaves: [[UInt8]]
    package let signer: NoteSigner
    /// `checkpoint`, `tile/…`, `tile/entries/…`. Tests change what they like.
    package var files: [String: [UInt8]] = [:]

    package static let origin = "log.example/audit"

    /// So many entries, all different.
    package init(entries count: Int) throws {
        try self.init(leaves: Self.leaves(count))
    }

    /// A log of any entries, its checkpoint signed by the log and cosigned by the witnesses.
    package init(leaves: [[UInt8]], signer: NoteSigner? = nil, witnesses: [NoteSigner] = []) throws {
        self.leaves = leaves
        self.signer = try signer ?? Self.signer()
        var edge = TreeEdge()
        for leaf in leaves {
            for tile in edge.append(TreeHash.leaf(leaf.span)) {
                self.files[tile.place.path] = TileHashes.bytes(of: tile.hashes)
            }
        }
        self.addPartialTiles(edge)
        self.addBundles()
        let checkpoint = Checkpoint(origin: self.signer.name, size: edge.size, root: edge.root)
        var note = try checkpoint.signed(by: self.signer)
        note = try note.adding(witnesses.map { try $0.sign(note.text, timestamp: 1_796_083_200) })
        self.files["checkpoint"] = Array(note.serialized.utf8)
    }

    private mutating func addPartialTiles(_ edge: TreeEdge) {
        for level in 0...TilePlace.highestLevel {
            let hashes = edge.size >> UInt64(8 * level)
            guard let place = TilePlace(level: level, number: hashes >> 8, inTreeOf: edge.size),
                let partial = edge.hashes(of: place)
            else { continue }
            self.files[place.path] = TileHashes.bytes(of: partial)
        }
    }

    private mutating func addBundles() {
        for start in stride(from: 0, to: self.leaves.count, by: 256) {
            let entries = self.leaves[start..<min(start + 256, self.leaves.count)]
            let place = EntriesPlace(number: UInt64(start / 256), width: UInt16(entries.count))
            self.files[place.path] = EntryBundle.bytes(of: entries) ?? []
        }
    }

    /// Writes the files into a folder, which is made.
    package func write(to folder: String) throws {
        for (path, bytes) in self.files {
            let file = URL(fileURLWithPath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    /// The log's public key, as auditors have it.
    package var key: String { self.signer.verifierKey.description }

    /// The text of an entry's proof; empty when there is no such entry.
    package func proofText(of index: UInt64) throws -> String { try self.proof(of: index)?.text ?? "" }

    /// The public key of a witness who has cosigned, and of one who has not.
    package static func witnessKey(_ name: String, key: UInt8) throws -> String {
        try self.signer(name, key: key, kind: .cosignature).verifierKey.description
    }

    /// The checkpoint's text.
    package var head: Checkpoint {
        get throws { try Checkpoint(text: SignedNote(self.files["checkpoint"] ?? []).text) }
    }

    /// The proof of an entry.
    package func proof(of index: UInt64) throws -> LogProof? {
        var edge = TreeEdge()
        var tiles: [TilePlace: [Digest256]] = [:]
        for leaf in self.leaves {
            for tile in edge.append(TreeHash.leaf(leaf.span)) { tiles[tile.place] = tile.hashes }
        }
        let inclusion = InclusionProof.make(index: index, size: edge.size) { place in
            edge.hashes(of: place) ?? tiles[place] ?? []
        }
        let note = try SignedNote(self.files["checkpoint"] ?? [])
        return inclusion.map { .init($0, checkpoint: note) }
    }

    /// A key that signs as the log, or as somebody else.
    package static func signer(
        _ name: String = Self.origin, key: UInt8 = 1, kind: NoteVerifierKey.Kind = .ed25519
    ) throws -> NoteSigner {
        let seed = [UInt8](repeating: key, count: 32)
        return try .init(name: name, key: .init(seed: .init(copying: seed.span)), kind: kind)
    }

    /// The first entries of a history; `salt` makes another history.
    package static func leaves(_ count: Int, salt: String = "") -> [[UInt8]] {
        (0..<count).map { AuditEntry(self.draft($0, salt: salt), at: UInt64($0)).leaf }
    }

    /// The leaf of some entry at an index of choice.
    package static func leaf(at index: Int, telling salt: String) -> [UInt8] {
        AuditEntry(self.draft(index, salt: salt), at: UInt64(index)).leaf
    }

    private static func draft(_ index: Int, salt: String) -> AuditDraft {
        AuditDraft(
            timestamp: 1_796_083_200_000 + Int64(index), tenant: "env_0123456789abcdef",
            actor: .init(type: "operator", id: "op_0123456789abcdef"),
            action: AuditAction.allCases[index % AuditAction.allCases.count],
            object: .init(type: "key", id: "key_0123456789abcdef", version: UInt64(index % 7)),
            reason: index % 3 == 0 ? "because \"\(index)\"\n\(salt)" : "plain \(index)\(salt)",
            newStateHash: Digest256(words: (UInt64(index), 1, 2, 3)))
    }
}
