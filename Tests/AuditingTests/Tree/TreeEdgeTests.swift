import Auditing
import Keys
import TestKit
import Testing

@Suite struct TreeEdgeTests {
    @Test func `an empty tree hashes to the hash of nothing`() {
        let edge = TreeEdge()
        #expect(edge.size == 0)
        #expect(edge.root.hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(edge.inclusionProof(of: 0) == nil)
    }

    /// The tree of the Certificate Transparency project's reference implementation.
    @Test func `the tree of the reference implementation has its known roots`() {
        var edge = TreeEdge()
        for (leaf, root) in zip(ReferenceTree.leaves, ReferenceTree.roots) {
            let filled = edge.append(leafHash(leaf))
            #expect(filled.isEmpty)
            #expect(edge.root.hexadecimal == root)
        }
    }

    @Test func `every size to 600 has the root that the definition gives`() {
        let leaves = sampleLeaves(600)
        var edge = TreeEdge()
        for size in 1...leaves.count {
            _ = edge.append(leafHash(leaves[size - 1]))
            let isRight = edge.root == NaiveTree.hash(leaves[..<size])
            #expect(isRight, "size \(size)")
        }
    }

    @Test(arguments: [1, 2, 3]) func `larger trees of random size have the right root`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let leaves = sampleLeaves(1000 + generator.number(below: 4000))
        let shelf = TileShelf(leaves)
        #expect(shelf.edge.size == UInt64(leaves.count))
        #expect(shelf.edge.root == NaiveTree(leaves: leaves).root)
    }

    @Test func `a tile is handed out with the leaf that fills it`() throws {
        let leaves = sampleLeaves(65_537)
        var edge = TreeEdge()
        var filled: [Int: [FilledTile]] = [:]
        for (index, leaf) in leaves.enumerated() {
            let tiles = edge.append(leafHash(leaf))
            if !tiles.isEmpty { filled[index] = tiles }
        }
        #expect(filled.count == 256)
        #expect(filled.keys.allSatisfy { $0 % 256 == 255 })
        #expect(filled[255]?.map(\.place) == [TilePlace(level: 0, number: 0)])
        #expect(filled[65_535]?.map(\.place) == [TilePlace(level: 0, number: 255), TilePlace(level: 1, number: 0)])
        #expect(filled[511]?.first?.hashes == leaves[256..<512].map { leafHash($0) })
        let upper = try #require(filled[65_535]?.last?.hashes)
        #expect(upper.count == 256)
        #expect(upper[7] == NaiveTree.hash(leaves[(7 * 256)..<(8 * 256)]))
        #expect(edge.root == NaiveTree(leaves: leaves).root)
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000])
    func `the edge of a stored tree is the one that was there`(size: Int) throws {
        let edge = try #require(LargeTree.edges[size])
        var asked: [TilePlace] = []
        let rebuilt = try #require(
            TreeEdge(size: UInt64(size)) { place in
                asked.append(place)
                return LargeTree.shelf.stored(place)
            })
        #expect(rebuilt == edge)
        #expect(rebuilt.root == edge.root)
        let partial = asked.filter { !$0.isFull }
        #expect(partial.count <= 1 && partial.allSatisfy { $0.level == 0 }, "only the leaves' last tile is partial")
        let next = leafHash([1, 2, 3])
        var (grown, other) = (rebuilt, edge)
        let (tiles, others) = (grown.append(next), other.append(next))
        #expect(tiles == others)
        #expect(grown == other)
    }

    @Test func `tiles of the wrong width rebuild nothing`() {
        let shelf = TileShelf(sampleLeaves(600))
        for wrong in [
            TilePlace(level: 0, number: 0), .init(level: 0, number: 1), .init(level: 0, number: 2, width: 88),
        ] {
            let short = TreeEdge(size: 600) { $0 == wrong ? shelf.stored($0).dropLast() : shelf.stored($0) }
            #expect(short == nil)
            let long = TreeEdge(size: 600) { shelf.stored($0) + ($0 == wrong ? [.zero] : []) }
            #expect(long == nil)
        }
        #expect(TreeEdge(size: TreeEdge.mostLeaves + 1) { _ in [] } == nil)
    }

    @Test func `an error of the store is passed on`() {
        struct Broken: Error, Equatable {}
        #expect(throws: Broken()) { try TreeEdge(size: 5) { _ throws(Broken) in throw Broken() } }
    }

    @Test func `a copy is a savepoint`() {
        var shelf = TileShelf(sampleLeaves(250))
        let (before, root) = (shelf.edge, shelf.edge.root)
        for leaf in sampleLeaves(20) { shelf.append(leaf) }
        #expect(before.size == 250)
        #expect(before.root == root)
        #expect(shelf.edge.root != root)
        var again = before
        for leaf in sampleLeaves(20) { _ = again.append(leafHash(leaf)) }
        #expect(again == shelf.edge)
    }

    @Test(arguments: [1, 2, 200, 256, 257, 300, 511, 512, 513, 800, 65_536, 65_600])
    func `the latest 256 leaves are proven from memory`(size: Int) {
        let edge = LargeTree.edges[size] ?? TileShelf(sampleLeaves(size)).edge
        let root = edge.root
        for index in max(0, size - 256)..<size {
            let proof = edge.inclusionProof(of: UInt64(index))
            let isValid = proof?.isValid(leaf: LargeTree.shelf.leafHashes[index], root: root)
            #expect(isValid == true, "leaf \(index) of \(size)")
        }
        #expect(edge.inclusionProof(of: UInt64(size)) == nil)
        if size > 512 { #expect(edge.inclusionProof(of: 0) == nil) }
    }

    @Test func `the edge gives the tiles it holds and no others`() {
        let shelf = TileShelf(sampleLeaves(900))
        #expect(shelf.edge.hashes(of: .init(level: 0, number: 3, width: 132)) == Array(shelf.leafHashes[768...]))
        #expect(shelf.edge.hashes(of: .init(level: 0, number: 3, width: 5)) == Array(shelf.leafHashes[768..<773]))
        #expect(shelf.edge.hashes(of: .init(level: 0, number: 3, width: 133)) == nil)
        #expect(shelf.edge.hashes(of: .init(level: 0, number: 2)) == Array(shelf.leafHashes[512..<768]))
        #expect(shelf.edge.hashes(of: .init(level: 0, number: 1)) == nil)
        #expect(shelf.edge.hashes(of: .init(level: 1, number: 0, width: 3))?.count == 3)
        #expect(shelf.edge.hashes(of: .init(level: 2, number: 0, width: 1)) == nil)
    }
}
