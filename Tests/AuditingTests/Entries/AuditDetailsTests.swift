import Auditing
import Cryptography
import Keys
import Testing

@Suite struct AuditDetailsTests {
    private static let values = ["address": "192.0.2.7", "user_agent": "curl/8.5"]

    private static func details(_ values: [String: String] = values, salt: UInt8 = 1) -> AuditDetails {
        AuditDetails(values) { [UInt8](repeating: salt, count: $0) }
    }

    @Test func `nothing of the details is in the leaf`() throws {
        var draft = AuditEntryTests.draft
        draft.details = Self.details()
        var chain = AuditChain()
        let stored = try chain.add(draft)
        let leaf = String(decoding: stored.leaf, as: UTF8.self)
        #expect(!leaf.contains("192.0.2.7") && !leaf.contains("curl"))
        #expect(leaf.contains(Self.details().commitment.hexadecimal))
    }

    @Test func `the commitment binds names, values and salt`() {
        let commitments = [
            Self.details(), Self.details(salt: 2), Self.details(["address": "192.0.2.8", "user_agent": "curl/8.5"]),
            Self.details(["address2": "192.0.2.7", "user_agent": "curl/8.5"]), Self.details(["address": "192.0.2.7"]),
            Self.details([:]),
        ].map(\.commitment)
        #expect(Set(commitments).count == commitments.count)
    }

    @Test func `details come back from storage`() throws {
        let details = Self.details()
        #expect(try AuditDetails(json: details.json, salt: details.salt) == details)
    }

    @Test(arguments: ["[]", "null", "{\"a\":1}", "{", "{\"a\":null}"]) func `other JSON is no details`(text: String) {
        #expect(throws: AuditingError.self) { try AuditDetails(json: Array(text.utf8), salt: []) }
    }

    @Test func `details of another entry are refused, erased ones are not missed`() throws {
        var draft = AuditEntryTests.draft
        draft.details = Self.details()
        var chain = AuditChain()
        let stored = try chain.add(draft)
        #expect(throws: AuditingError.self) {
            try StoredAuditEntry(leaf: stored.leaf, leafHash: stored.leafHash, details: Self.details(salt: 9))
        }
        let erased = try StoredAuditEntry(leaf: stored.leaf, leafHash: stored.leafHash, details: nil)
        #expect(erased.leafHash == stored.leafHash)
    }

    @Test func `details are cut to their bounds without splitting a character`() {
        let long = String(repeating: "é", count: 2000)
        let details = Self.details(["a": long])
        let kept = details.values["a"] ?? ""
        #expect(kept.utf8.count <= AuditDetails.longestValue && kept.utf8.count > AuditDetails.longestValue - 4)
        #expect(kept.allSatisfy { $0 == "é" })
        let many = Dictionary(uniqueKeysWithValues: (0..<100).map { ("n\($0)", "v") })
        #expect(Self.details(many).values.count == AuditDetails.mostValues)
    }
}
