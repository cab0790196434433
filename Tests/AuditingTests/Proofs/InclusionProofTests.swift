import Auditing
import Keys
import TestKit
import Testing

@Suite struct InclusionProofTests {
    @Test func `the reference tree has its known proofs`() throws {
        for (index, size, expected) in ReferenceTree.inclusion {
            let shelf = TileShelf(ReferenceTree.leaves.prefix(Int(size)))
            let proof = try #require(InclusionProof.make(index: index, size: size, tiles: shelf.all))
            #expect(proof.path.map(\.hexadecimal) == expected)
            #expect(proof.isValid(leaf: shelf.leafHashes[Int(index)], root: shelf.edge.root))
        }
    }

    @Test func `every leaf of every small tree has the path of the definition`() {
        let leaves = sampleLeaves(70)
        let shelf = TileShelf(leaves)
        for size in 1...leaves.count {
            let tree = NaiveTree(leaves: Array(leaves[..<size]))
            let root = tree.root
            for index in 0..<size {
                let proof = InclusionProof.make(index: UInt64(index), size: UInt64(size), tiles: shelf.all)
                let isRight = proof?.path == tree.path(of: index)
                let isValid = proof?.isValid(leaf: shelf.leafHashes[index], root: root) == true
                #expect(isRight && isValid, "leaf \(index) of \(size)")
            }
        }
    }

    @Test func `every leaf of every tree to 600 is proven out of tiles, in a tree that has grown since`() {
        let leaves = sampleLeaves(600)
        let shelf = TileShelf(leaves)
        var edge = TreeEdge()
        for size in 1...leaves.count {
            _ = edge.append(shelf.leafHashes[size - 1])
            let root = edge.root
            for index in stride(from: size % 7, to: size, by: 7) {
                let proof = InclusionProof.make(index: UInt64(index), size: UInt64(size), tiles: shelf.all)
                let isValid = proof?.isValid(leaf: shelf.leafHashes[index], root: root) == true
                #expect(isValid, "leaf \(index) of \(size)")
            }
        }
    }

    @Test func `a proof in a large tree asks for two tiles a level at most`() throws {
        let shelf = LargeTree.shelf
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let size = 65_000 + generator.number(below: 5001)
            let index = generator.number(below: size)
            var asked: [TilePlace] = []
            let proof = try #require(
                InclusionProof.make(index: UInt64(index), size: UInt64(size)) { place in
                    asked.append(place)
                    return shelf.all(place)
                })
            #expect(Set(asked).count == asked.count && asked.count <= 6)
            let root = try #require(TreeEdge(size: UInt64(size), tiles: shelf.all)).root
            #expect(proof.isValid(leaf: shelf.leafHashes[index], root: root))
        }
    }

    @Test func `a proof holds for its leaf, index, size and root and no other`() throws {
        let shelf = TileShelf(sampleLeaves(100))
        let root = shelf.edge.root
        for index in [0, 1, 50, 98, 99] as [UInt64] {
            let leaf = shelf.leafHashes[Int(index)]
            let proof = try #require(InclusionProof.make(index: index, size: 100, tiles: shelf.all))
            #expect(!proof.isValid(leaf: shelf.leafHashes[(Int(index) + 1) % 100], root: root))
            #expect(!proof.isValid(leaf: leaf, root: leaf))
            for (at, size) in [(index &- 1, 100), (index + 1, 100), (index, index), (index, 0)] as [(UInt64, UInt64)] {
                #expect(!InclusionProof(index: at, size: size, path: proof.path).isValid(leaf: leaf, root: root))
            }
            #expect(!InclusionProof(index: index, size: 300, path: proof.path).isValid(leaf: leaf, root: root))
            for path in [Array(proof.path.dropLast()), proof.path + [.zero], Array(proof.path.dropFirst())] {
                #expect(!InclusionProof(index: index, size: 100, path: path).isValid(leaf: leaf, root: root))
            }
            for position in proof.path.indices {
                var path = proof.path
                path[position].words.3 ^= 1
                #expect(!InclusionProof(index: index, size: 100, path: path).isValid(leaf: leaf, root: root))
            }
        }
    }

    @Test func `no size, index and path make the check trap`() {
        var generator = SeededGenerator(seed: 11)
        let extremes: [UInt64] = [0, 1, 2, 1 << 62, 1 << 63, .max - 1, .max]
        for _ in 0..<2000 {
            let index = generator.oneIn(2) ? generator.pick(extremes) : generator.next() >> generator.next() % 64
            let size = generator.oneIn(2) ? generator.pick(extremes) : generator.next() >> generator.next() % 64
            let path = [Digest256](repeating: .zero, count: generator.number(below: 70))
            #expect(!InclusionProof(index: index, size: size, path: path).isValid(leaf: .zero, root: .zero))
        }
    }

    @Test func `what is not there is not proven`() {
        let shelf = TileShelf(sampleLeaves(300))
        #expect(InclusionProof.make(index: 300, size: 300, tiles: shelf.all) == nil)
        #expect(InclusionProof.make(index: 0, size: 0, tiles: shelf.all) == nil)
        #expect(InclusionProof.make(index: 0, size: .max, tiles: shelf.all) == nil)
        #expect(InclusionProof.make(index: 5, size: 300) { shelf.all($0).dropLast() } == nil)
    }
}
