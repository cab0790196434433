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

    @Test func `sensitive values become codes of their tenant, field and kind`() throws {
        let rootKey = try RootKey(SecretBytes(copying: ([UInt8](32..<64)).span))
        let hasher = AuditFieldHasher(rootKey: rootKey, tenant: "env_x")
        let code = hasher.code(of: .string("a@b.c"), field: "email")
        // Computed apart from this code, with Python's hmac.
        #expect(code == "hmac-sha256:32397bd8e72b0fe2cb9cb690e21a9a8d9d6787977d64900bcc2b3aa4066536fc")
        let other = AuditFieldHasher(rootKey: rootKey, tenant: "env_y")
        let codes = [
            code, hasher.code(of: .string("a@b.d"), field: "email"), hasher.code(of: .string("a@b.c"), field: "name"),
            other.code(of: .string("a@b.c"), field: "email"), hasher.code(of: .bool(true), field: "email"),
            hasher.code(of: .string("true"), field: "email"), hasher.code(of: .integer(1), field: "email"),
            hasher.code(of: .string("1"), field: "email"), hasher.code(of: .null, field: "email"),
        ]
        #expect(Set(codes).count == codes.count)
    }

    @Test func `acts that take access away are known as such, and are of class A`() {
        let revocations = AuditAction.allCases.filter(\.isRevocation)
        #expect(revocations.filter { !$0.isClassA }.isEmpty)
        #expect(AuditAction.keyRevoke.isRevocation && !AuditAction.keyIssue.isRevocation)
        #expect(Set(AuditAction.allCases.map(\.rawValue)).count == AuditAction.allCases.count)
    }
}
