import Auditing
import Keys
import TestKit
import Testing

@Suite struct ConsistencyProofTests {
    @Test func `the reference tree has its known proofs`() throws {
        for (old, new, expected) in ReferenceTree.consistency {
            let shelf = TileShelf(ReferenceTree.leaves.prefix(Int(new)))
            let proof = try #require(ConsistencyProof.make(from: old, to: new, tiles: shelf.all))
            #expect(proof.path.map(\.hexadecimal) == expected)
        }
    }

    @Test func `every pair of small trees has the path of the definition`() {
        let leaves = sampleLeaves(60)
        let shelf = TileShelf(leaves)
        let roots = (0...leaves.count).map { NaiveTree.hash(leaves[..<$0]) }
        for new in 1...leaves.count {
            let tree = NaiveTree(leaves: Array(leaves[..<new]))
            for old in 1...new {
                let proof = ConsistencyProof.make(from: UInt64(old), to: UInt64(new), tiles: shelf.all)
                let isRight = proof?.path == tree.proof(from: old)
                let isValid = proof?.isValid(oldRoot: roots[old], newRoot: roots[new]) == true
                #expect(isRight && isValid, "\(old) to \(new)")
            }
        }
    }

    @Test(arguments: [1, 2, 3]) func `larger trees extend each other, across tiles`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let shelf = LargeTree.shelf
        let edges = [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]
        for _ in 0..<60 {
            let sizes = [
                generator.oneIn(2) ? generator.pick(edges) : generator.number(below: 70_000) + 1,
                generator.oneIn(2) ? generator.pick(edges) : generator.number(below: 70_000) + 1,
            ].sorted().map(UInt64.init)
            let old = try #require(TreeEdge(size: sizes[0], tiles: shelf.all)).root
            let new = try #require(TreeEdge(size: sizes[1], tiles: shelf.all)).root
            let proof = try #require(ConsistencyProof.make(from: sizes[0], to: sizes[1], tiles: shelf.all))
            #expect(proof.isValid(oldRoot: old, newRoot: new), "\(sizes)")
            #expect(sizes[0] == sizes[1] || !proof.isValid(oldRoot: new, newRoot: new))
        }
    }

    @Test func `a proof holds for its sizes and roots and no others`() throws {
        let shelf = TileShelf(sampleLeaves(100))
        let new = shelf.edge.root
        for size in [1, 2, 37, 64, 99] as [UInt64] {
            let old = try #require(TreeEdge(size: size, tiles: shelf.all)).root
            let proof = try #require(ConsistencyProof.make(from: size, to: 100, tiles: shelf.all))
            #expect(!proof.isValid(oldRoot: .zero, newRoot: new))
            #expect(!proof.isValid(oldRoot: old, newRoot: .zero))
            #expect(!proof.isValid(oldRoot: new, newRoot: old))
            for (from, to) in [(size - 1, 100), (size + 1, 100), (100, size), (size, size)] as [(UInt64, UInt64)] {
                let other = ConsistencyProof(oldSize: from, newSize: to, path: proof.path)
                #expect(!other.isValid(oldRoot: old, newRoot: new), "\(from) to \(to)")
            }
            for position in proof.path.indices {
                var path = proof.path
                path[position].words.0 ^= 1
                let other = ConsistencyProof(oldSize: size, newSize: 100, path: path)
                #expect(!other.isValid(oldRoot: old, newRoot: new))
            }
            for path in [Array(proof.path.dropLast()), proof.path + [.zero], Array(proof.path.dropFirst())] {
                let other = ConsistencyProof(oldSize: size, newSize: 100, path: path)
                #expect(!other.isValid(oldRoot: old, newRoot: new))
            }
        }
    }

    @Test func `between equal trees and from the empty one the proof is empty`() {
        let root = TileShelf(sampleLeaves(9)).edge.root
        #expect(ConsistencyProof(oldSize: 9, newSize: 9, path: []).isValid(oldRoot: root, newRoot: root))
        #expect(!ConsistencyProof(oldSize: 9, newSize: 9, path: []).isValid(oldRoot: root, newRoot: .zero))
        #expect(!ConsistencyProof(oldSize: 9, newSize: 9, path: [root]).isValid(oldRoot: root, newRoot: root))
        #expect(ConsistencyProof(oldSize: 0, newSize: 9, path: []).isValid(oldRoot: TreeHash.empty, newRoot: root))
        #expect(!ConsistencyProof(oldSize: 0, newSize: 9, path: []).isValid(oldRoot: .zero, newRoot: root))
        #expect(!ConsistencyProof(oldSize: 0, newSize: 9, path: [root]).isValid(oldRoot: TreeHash.empty, newRoot: root))
    }

    @Test func `no sizes and path make the check trap`() {
        var generator = SeededGenerator(seed: 13)
        let extremes: [UInt64] = [0, 1, 2, 1 << 62, 1 << 63, .max - 1, .max]
        for _ in 0..<2000 {
            let old = generator.oneIn(2) ? generator.pick(extremes) : generator.next() >> generator.next() % 64
            let new = generator.oneIn(2) ? generator.pick(extremes) : generator.next() >> generator.next() % 64
            let path = [Digest256](repeating: .zero, count: generator.number(below: 70))
            let proof = ConsistencyProof(oldSize: old, newSize: new, path: path)
            #expect(!proof.isValid(oldRoot: .zero, newRoot: TreeHash.empty))
        }
    }

    @Test func `what is not there is not proven`() {
        let shelf = TileShelf(sampleLeaves(300))
        #expect(ConsistencyProof.make(from: 301, to: 300, tiles: shelf.all) == nil)
        #expect(ConsistencyProof.make(from: 1, to: .max, tiles: shelf.all) == nil)
        #expect(ConsistencyProof.make(from: 5, to: 300) { shelf.all($0).dropLast() } == nil)
    }
}
