import Auditing
import Cryptography
import Keys
import TestKit
import Testing

@testable import AuditVerifier

@Suite struct TreeRootTests {
    private static func hash(_ number: Int) -> Digest256 { .init(words: (UInt64(number), 1, 2, 3)) }

    @Test func `it agrees with the writer's tree at every size to 600`() {
        var (root, edge) = (TreeRoot(), TreeEdge())
        #expect(root.hash == edge.root)
        for number in 0..<600 {
            root.append(Self.hash(number))
            _ = edge.append(Self.hash(number))
            let agrees = root.hash == edge.root && root.count == edge.size
            #expect(agrees, "size \(number + 1)")
        }
    }

    @Test func `trees are appended to trees`() {
        for (first, second) in [(0, 5), (8, 8), (256, 256), (256, 77), (512, 1), (1024, 1000)] {
            var (left, right, whole) = (TreeRoot(), TreeRoot(), TreeRoot())
            for number in 0..<first { left.append(Self.hash(number)) }
            for number in first..<(first + second) { right.append(Self.hash(number)) }
            for number in 0..<(first + second) { whole.append(Self.hash(number)) }
            left.append(right)
            #expect(left.hash == whole.hash)
            #expect(left.count == whole.count)
        }
    }

    @Test func `a full subtree is appended by its height`() {
        var (parts, whole) = (TreeRoot(), TreeRoot())
        for block in 0..<5 {
            var tree = TreeRoot()
            for number in (block * 256)..<(block * 256 + 256) {
                tree.append(Self.hash(number))
                whole.append(Self.hash(number))
            }
            parts.append(tree.hash, height: 8)
        }
        #expect(parts.hash == whole.hash)
    }
}

@Suite struct TileFileTests {
    @Test func `paths are those of the writer`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 {
            let size = generator.next() >> (2 + generator.next() % 62)
            let level = UInt8(generator.number(below: 8))
            let last = size >> (8 * UInt64(level) + 8)
            for number in [0, last, last &+ 1, last / 2] {
                let ours = TileFile(.hashes(level: UInt64(level)), number: number, size: size)
                let theirs = TilePlace(level: level, number: number, inTreeOf: size)
                #expect(ours?.path == theirs?.path)
                guard level == 0 else { continue }
                let bundle = TileFile(.entries, number: number, size: size)
                #expect(bundle?.path == EntriesPlace(number: number, inTreeOf: size)?.path)
                #expect(bundle?.firstEntry == (bundle == nil ? nil : number << 8))
            }
        }
    }
}
