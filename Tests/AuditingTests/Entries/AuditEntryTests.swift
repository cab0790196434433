import Auditing
import Cryptography
import Keys
import TestKit
import Testing

@Suite struct AuditEntryTests {
    static let draft = AuditDraft(
        timestamp: 1_796_083_200_123, tenant: "env_0123456789abcdef",
        actor: .init(type: "operator", id: "op_0123456789abcdef", session: "s1"), action: .keyIssue,
        object: .init(type: "key", id: "key_0123456789abcdef", version: 1), reason: "asked \"nicely\"",
        requestID: "req_0123456789abcdef", newStateHash: Digest256(words: (1, 2, 3, 4)),
        encryptionContext: .init(
            tenant: "env_x", objectType: "pepper", objectID: "p1", objectVersion: 3, purpose: "wrap", keyID: "k1"))

    /// Fixed: entries written once are read for ever.
    @Test func `the leaf is the documented one`() throws {
        var chain = try AuditChain.of(7)
        let stored = try chain.add(Self.draft)
        let expected = #"""
            {"action":"key.issue","actor":{"id":"op_0123456789abcdef","mfa":null,"session":"s1","type":"operator"},\#
            "decision":"allow","details_commit":null,"enc_ctx":{"key_id":"k1","object_id":"p1","object_type":"pepper",\#
            "object_version":3,"purpose":"wrap","tenant":"env_x"},"new_state_hash":\#
            "0000000000000001000000000000000200000000000000030000000000000004","object":\#
            {"id":"key_0123456789abcdef","type":"key","version":1},"prev_state_hash":null,\#
            "reason":"asked \"nicely\"","request_id":"req_0123456789abcdef","seq":7,\#
            "tenant":"env_0123456789abcdef","ts":1796083200123,"v":1}
            """#
        #expect(String(decoding: stored.leaf, as: UTF8.self) == expected)
    }

    @Test func `the leaf hash is that of RFC 6962`() {
        #expect(
            AuditEntry.hash(ofLeaf: []).hexadecimal
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        let leaf = Array("leaf".utf8)
        let prefixed = [0] + leaf
        let expected = SHA256Hash.digest(of: prefixed.span)
        #expect(AuditEntry.hash(ofLeaf: leaf) == expected)
    }

    @Test func `every entry comes back from its leaf`() throws {
        var generator = SeededGenerator(seed: 21)
        var chain = AuditChain()
        for _ in 0..<500 {
            let stored = try chain.add(Self.randomDraft(using: &generator))
            #expect(try AuditEntry(leaf: stored.leaf) == stored.entry)
            let again = try StoredAuditEntry(
                leaf: stored.leaf, leafHash: stored.leafHash, details: stored.details)
            #expect(again == stored)
        }
    }

    @Test(arguments: [
        (#""v":1"#, #""v":2"#), (#""seq":7"#, #""seq":-7"#), (#""seq":7"#, #""seq":"7""#),
        (#""action":"key.issue""#, #""action":"key.forge""#), (#""decision":"allow""#, #""decision":"maybe""#),
        (#""tenant":"env_0123456789abcdef""#, #""tenant":5"#), (#""mfa":null"#, #""mfa":true"#),
        (#""version":1"#, #""version":-1"#), (#""v":1}"#, #""v":1,"w":1}"#), (#""ts":1796083200123,"#, ""),
        (#""prev_state_hash":null"#, #""prev_state_hash":"00""#), (#""object_version":3,"#, ""),
    ])
    func `a leaf with a field changed in kind is refused`(old: String, new: String) throws {
        var chain = try AuditChain.of(7)
        let leaf = try String(decoding: chain.add(Self.draft).leaf, as: UTF8.self)
        let parts = leaf.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        let changed = parts.joined(separator: new)
        #expect(throws: AuditingError.self) { try AuditEntry(leaf: Array(changed.utf8)) }
    }

    @Test func `a stored leaf that was changed in any byte is refused`() throws {
        var chain = AuditChain()
        let stored = try chain.add(Self.draft)
        for index in stored.leaf.indices {
            var leaf = stored.leaf
            leaf[index] ^= 1
            #expect(throws: AuditingError.self) {
                try StoredAuditEntry(leaf: leaf, leafHash: stored.leafHash, details: nil)
            }
        }
    }

    static func randomDraft(using generator: inout SeededGenerator) -> AuditDraft {
        let text = { (generator: inout SeededGenerator) -> String? in
            Bool.random(using: &generator) ? "t\(generator.next() % 1000)\"\n" : nil
        }
        let details = Bool.random(using: &generator) ? ["address": "192.0.2.1", "user_agent": "curl/8"] : nil
        let salt = generator.bytes(32)
        return AuditDraft(
            timestamp: Int64.random(in: 0...4_102_444_800_000, using: &generator), tenant: text(&generator),
            actor: .init(type: "local", id: "local:0", session: text(&generator), mfa: text(&generator)),
            action: AuditAction.allCases[Int.random(in: 0..<AuditAction.allCases.count, using: &generator)],
            object: .init(
                type: "key", id: "key_x", version: Bool.random(using: &generator) ? generator.next() >> 12 : nil),
            decision: Bool.random(using: &generator) ? .allow : .deny, reason: text(&generator),
            requestID: text(&generator),
            previousStateHash: Bool.random(using: &generator) ? Digest256(words: (generator.next(), 1, 2, 3)) : nil,
            details: details.map { AuditDetails($0) { _ in salt } })
    }
}
