import Auditing
import Keys
import TestKit
import Testing

@Suite struct TileRootTests {
    @Test func `a full tile's root is that of a tree of its hashes, and no other width has one`() {
        var generator = SeededGenerator(seed: 8)
        let hashes = (0..<256).map { _ in generator.digest() }
        var tree = TreeEdge()
        for hash in hashes { _ = tree.append(hash) }
        #expect(TileRoot.of(hashes) == tree.root)
        #expect(TileRoot.of(Array(hashes.dropLast())) == nil)
        #expect(TileRoot.of([]) == nil)
    }

    @Test func `a leaf that is not what was hashed is refused`() throws {
        let bytes = Array("leaf".utf8)
        let hash = AuditEntry.hash(ofLeaf: bytes)
        #expect(try AuditLeaf(bytes: bytes, hash: hash).bytes == bytes)
        #expect(throws: AuditingError.self) { try AuditLeaf(bytes: bytes + [0], hash: hash) }
    }
}
