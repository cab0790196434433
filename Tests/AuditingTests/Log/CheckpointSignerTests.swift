import Auditing
import Cryptography
import Keys
import TestKit
import Testing

@Suite struct CheckpointSignerTests {
    private static func tree(_ size: Int) -> TreeEdge {
        var tree = TreeEdge()
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<size { _ = tree.append(generator.digest()) }
        return tree
    }

    @Test(arguments: [0, 1, 2, 255, 256, 300]) func `a head that was signed says size and root, and is accepted`(
        size: Int
    ) throws {
        let signer = try CheckpointSigner.fixed()
        let signed = try signer.sign(Self.tree(size))
        let head = try signer.head(in: signed.checkpoint)
        #expect(head == Checkpoint(origin: signer.origin, size: UInt64(size), root: signed.edge.root))
        #expect(try Checkpoint(signed.checkpoint, signedBy: signer.verifierKey) == head)
    }

    @Test func `a head of the same key under an earlier name is accepted, one of another key is not`() throws {
        let signed = try CheckpointSigner.fixed(name: "log.example/before").sign(Self.tree(3))
        let signer = try CheckpointSigner.fixed()
        #expect(try signer.head(in: signed.checkpoint).origin == "log.example/before")
        let other = CheckpointSigner(
            try NoteSigner(name: signer.origin, key: Ed25519SigningKey(randomBytes: FixedRandomness(seed: 9).bytes)))
        let theirs = try other.sign(Self.tree(3)).checkpoint
        #expect(throws: AuditingError.self) { try signer.head(in: theirs) }
    }

    @Test func `while one key follows another, either verifies a head and a proof`() throws {
        let (old, new) = (try PublishedLog.signer(key: 1), try PublishedLog.signer(key: 2))
        let signer = CheckpointSigner(new, after: [old])
        #expect(signer.verifierKey == new.verifierKey)
        #expect(signer.verifierKeys == [new.verifierKey, old.verifierKey])
        var tree = TreeEdge()
        let leaf = AuditEntry.hash(ofLeaf: [1])
        _ = tree.append(leaf)
        let signed = try signer.sign(tree)
        let proof = try #require(signed.proof(of: 0))
        for key in [old.verifierKey, new.verifierKey] {
            #expect(try Checkpoint(signed.checkpoint, signedBy: key).size == 1)
            #expect(try proof.verifiedCheckpoint(leaf: leaf, key: key).size == 1)
        }
        // Afterwards the new one signs alone, and reads what the old one has signed.
        let alone = CheckpointSigner(new, after: [], past: [old.verifierKey])
        let before = try CheckpointSigner(old).sign(tree).checkpoint
        #expect(try alone.head(in: before).size == 1)
        #expect(try alone.sign(tree).checkpoint.signatures.count == 1)
        #expect(throws: AuditingError.self) { try CheckpointSigner(new).head(in: before) }
    }

    @Test func `the latest leaves are proven from memory under the signed head`() throws {
        let signer = try CheckpointSigner.fixed()
        var tree = TreeEdge()
        var generator = SeededGenerator(seed: 6)
        let leaves = (0..<700).map { _ in generator.digest() }
        for leaf in leaves { _ = tree.append(leaf) }
        let signed = try signer.sign(tree)
        for index in 445..<700 {
            let proof = try #require(signed.proof(of: UInt64(index)))
            let checkpoint = try proof.verifiedCheckpoint(leaf: leaves[index], key: signer.verifierKey)
            #expect(checkpoint.size == 700)
        }
        #expect(signed.proof(of: 700) == nil)
    }
}
