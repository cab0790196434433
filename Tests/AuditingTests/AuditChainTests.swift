import Auditing
import Cryptography
import Keys
import TestKit
import Testing

@Suite struct AuditChainTests {
    @Test func `places are given one after the other`() throws {
        var chain = AuditChain()
        let entries = try (0..<100).map { _ in try chain.add() }
        #expect(entries.map(\.entry.sequence) == Array(0..<100))
        #expect(chain.nextSequence == 100)
    }

    @Test func `a copy put back forgets what was rolled back`() throws {
        var chain = try AuditChain.of(1)
        let saved = chain
        let lost = try chain.add()
        #expect(chain != saved)
        chain = saved
        let again = try chain.add()
        #expect(again.entry.sequence == 1 && again == lost)
    }

    @Test func `equal drafts at different places are different leaves`() throws {
        var chain = AuditChain()
        let hashes = try (0..<50).map { _ in try chain.add().leafHash }
        #expect(Set(hashes).count == 50)
    }

    @Test func `the tree is that over the leaves, and full tiles come with the leaf that fills them`() throws {
        var (chain, tree) = (AuditChain(), TreeEdge())
        var tiles: [FilledTile] = []
        for _ in 0..<600 {
            let appended = try chain.append(AuditEntryTests.draft)
            let filled = tree.append(appended.stored.leafHash)
            #expect(appended.filledTiles == filled)
            tiles += appended.filledTiles
        }
        #expect(chain.tree == tree)
        #expect(tiles.map(\.place.number) == [0, 1])
    }

    @Test func `a leaf that no bundle could hold is refused and takes no place`() throws {
        var chain = try AuditChain.of(3)
        let before = chain
        var draft = AuditEntryTests.draft
        draft.reason = String(repeating: "x", count: EntryBundle.longestEntry)
        #expect(throws: AuditingError.self) { try chain.append(draft) }
        #expect(chain == before)
    }

    @Test func `no two acts have one name`() {
        #expect(Set(AuditAction.allCases.map(\.rawValue)).count == AuditAction.allCases.count)
    }
}
