import Testing

@testable import gatehouse

@Suite struct AuditReceiptTests {
    private static func document(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .members(["audit": .members(members)])
    }

    private static let proof: JSONValue = "c2sp.org/tlog-proof@v1\nindex 4\n\nlog\n5\nroot\n\n\u{2014} log sig\n"

    @Test func `an act is told by its entries and its tree`() {
        let one = AuditReceipt(Self.document(["sequence": 4, "proof": Self.proof]))
        #expect(one?.line == "audit entry 4, proven in tree of 5")
        let many = AuditReceipt(Self.document(["first_sequence": 2, "sequence": 4, "proof": Self.proof]))
        #expect(many?.line == "audit entries 2 to 4, proven in tree of 5")
        let unread = AuditReceipt(Self.document(["sequence": 4, "proof": "?"]))
        #expect(unread?.line == "audit entry 4")
    }

    @Test func `an answer without an entry has no receipt`() {
        #expect(AuditReceipt(.object([:])) == nil)
        #expect(AuditReceipt(.null) == nil)
        #expect(AuditReceipt(Self.document(["sequence": 4])) == nil)
        #expect(AuditReceipt(Self.document(["sequence": "4", "proof": Self.proof])) == nil)
    }

    @Test(arguments: ["", "a", "a\nb\nc\n", "a\n1\nc", "a\n-\nc\n", "\n\n\n\n"])
    func `what is no checkpoint is not taken for one`(text: String) {
        #expect(CheckpointText(text) == nil || text == "a\n1\nc\n")
    }
}
