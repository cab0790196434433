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
