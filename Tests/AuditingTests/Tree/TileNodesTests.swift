import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct TileNodesTests {
    @Test func `every node of a tile is the hash of the leaves below it`() {
        let leaves = sampleLeaves(256)
        let nodes = TileNodes(leaves.map(leafHash))
        #expect(nodes.isFull)
        #expect(nodes.root == NaiveTree(leaves: leaves).root)
        for height in 0...8 {
            for index in 0..<(256 >> height) {
                let below = leaves[(index << height)..<((index + 1) << height)]
                let isRight = nodes.node(height: height, index: index) == NaiveTree.hash(below)
                #expect(isRight, "height \(height), index \(index)")
            }
        }
    }

    @Test func `a partial tile has the nodes whose leaves are all there`() {
        let leaves = sampleLeaves(173)
        var nodes = TileNodes()
        for (index, leaf) in leaves.enumerated() {
            nodes.append(leafHash(leaf))
            #expect(nodes.width == index + 1)
        }
        #expect(!nodes.isFull)
        for height in 0..<8 {
            for index in 0..<(173 >> height) {
                let below = leaves[(index << height)..<((index + 1) << height)]
                let isRight = nodes.node(height: height, index: index) == NaiveTree.hash(below)
                #expect(isRight, "height \(height), index \(index)")
            }
        }
        #expect(nodes.hashes(5) == leaves.prefix(5).map(leafHash))
        #expect(nodes.hashes(1000).count == 173)
    }

    @Test func `tiles made at once and one by one are equal, and a copy stays as it was`() {
        let hashes = sampleLeaves(100).map(leafHash)
        var nodes = TileNodes()
        for hash in hashes { nodes.append(hash) }
        #expect(nodes == TileNodes(hashes))
        let copy = nodes
        nodes.append(.zero)
        #expect(copy == TileNodes(hashes))
        #expect(copy != nodes)
    }
}

@Suite struct NodePlaceTests {
    @Test func `nodes that span leaves lie side by side, one for each bit, largest first`() {
        var generator = SeededGenerator(seed: 61)
        for _ in 0..<2000 {
            let count = generator.next() >> (3 + generator.next() % 60)
            guard count > 0 else { continue }
            let boundary = UInt64(64 - count.leadingZeroBitCount)
            let start = ((generator.next() >> 3) >> boundary) << boundary
            guard start < TreeEdge.mostLeaves else { continue }
            let places = NodePlace.spanning(start..<(start + count))
            #expect(places.count == count.nonzeroBitCount)
            #expect(places.map(\.height) == places.map(\.height).sorted(by: >))
            var end = start
            for place in places {
                #expect(place.index << UInt64(place.height) == end)
                end += 1 << UInt64(place.height)
            }
            #expect(end == start + count)
        }
        #expect(NodePlace.spanning(7..<7).isEmpty)
    }

    @Test func `a node's tile holds it, as far as the tree reaches`() {
        var generator = SeededGenerator(seed: 67)
        for _ in 0..<2000 {
            let size = (generator.next() >> (2 + generator.next() % 62)) + 1
            let height = UInt8(generator.number(below: 64 - size.leadingZeroBitCount))
            let index = generator.next() % (size >> UInt64(height))
            let place = NodePlace(height: height, index: index)
            guard let tile = place.tile(inTreeOf: size) else {
                Issue.record("height \(height), index \(index) of \(size) is in no tile")
                continue
            }
            #expect(UInt64(tile.level) == UInt64(height) / 8)
            let last = (place.indexInTile + 1) << place.heightInTile
            #expect(last <= Int(tile.width))
            let first = tile.number << 8 + UInt64(place.indexInTile << place.heightInTile)
            #expect(first << (8 * UInt64(tile.level)) == index << UInt64(height))
        }
    }

    @Test func `what the tree does not reach is in no tile`() {
        #expect(NodePlace(height: 0, index: 5).tile(inTreeOf: 5) == nil)
        #expect(NodePlace(height: 3, index: 0).tile(inTreeOf: 7) == nil)
        #expect(NodePlace(height: 64, index: 0).tile(inTreeOf: .max) == nil)
        #expect(NodePlace(height: 63, index: .max).tile(inTreeOf: .max) == nil)
    }
}

@Suite struct TreeSplitTests {
    @Test func `the left half is the largest full tree below the whole`() {
        for count in 2...300 as ClosedRange<UInt64> {
            let left = TreeSplit.middle(of: 1024..<(1024 + count)) - 1024
            #expect(left.nonzeroBitCount == 1)
            #expect(left < count && 2 * left >= count)
        }
    }
}
