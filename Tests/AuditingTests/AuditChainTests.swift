import Auditing
import Cryptography
import TestKit
import Testing

@Suite struct AuditChainTests {
    @Test func `places are given one after the other`() {
        var chain = AuditChain()
        let entries = (0..<100).map { _ in chain.append(AuditEntryTests.draft) }
        #expect(entries.map(\.entry.sequence) == Array(0..<100))
        #expect(chain.nextSequence == 100)
    }

    @Test func `a copy put back forgets what was rolled back`() {
        var chain = AuditChain()
        _ = chain.append(AuditEntryTests.draft)
        let saved = chain
        _ = chain.append(AuditEntryTests.draft)
        chain = saved
        #expect(chain.append(AuditEntryTests.draft).entry.sequence == 1)
    }

    @Test func `equal drafts at different places are different leaves`() {
        var chain = AuditChain()
        let hashes = (0..<50).map { _ in chain.append(AuditEntryTests.draft).leafHash }
        #expect(Set(hashes).count == 50)
    }

    @Test func `following finds what is missing, repeated or swapped`() throws {
        var writer = AuditChain()
        let entries = (0..<5).map { _ in writer.append(AuditEntryTests.draft) }
        var whole = AuditChain()
        for entry in entries { try whole.follow(entry) }
        #expect(whole == writer)
        for order in [[0, 2], [0, 0], [1], [0, 1, 3]] {
            #expect(throws: AuditingError.self) {
                var chain = AuditChain()
                for index in order { try chain.follow(entries[index]) }
            }
        }
    }

    @Test func `no two acts have one name`() {
        #expect(Set(AuditAction.allCases.map(\.rawValue)).count == AuditAction.allCases.count)
    }
}
