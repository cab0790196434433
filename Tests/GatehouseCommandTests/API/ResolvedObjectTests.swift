import Testing

@testable import gatehouse

@Suite struct ResolvedObjectTests {
    private let key = ResolvedObject(.members(["id": "key_1", "name": "ci", "hint": "gk_live_K7Qm…x9Zt"]))

    @Test func `an object is meant by its id, its name and its hint`() {
        #expect(self.key?.isMeant(by: .id("key_1")) == true)
        #expect(self.key?.isMeant(by: .name("ci")) == true)
        #expect(self.key?.isMeant(by: .hint(start: "gk_live_K7Qm", end: "x9Zt")) == true)
    }

    @Test func `near is not enough`() {
        #expect(self.key?.isMeant(by: .name("CI")) == false)
        #expect(self.key?.isMeant(by: .hint(start: "gk_live_K7Q", end: "x9Zt")) == false)
        #expect(self.key?.isMeant(by: .hint(start: "gk_live_K7Qm", end: "x9Zu")) == false)
    }

    @Test func `what has no id is no object`() {
        #expect(ResolvedObject(.members(["name": "ci"])) == nil)
    }

    @Test func `the secret is taken out of what is shown`() {
        let revealed = RevealedSecret(.members(["id": "key_1", "secret": "gk_live_x"]))
        #expect(revealed.secret == "gk_live_x")
        #expect(revealed.rest == .members(["id": "key_1"]))
    }

    @Test func `an operator key in use never prints`() throws {
        let token = try #require(OperatorToken(firstLineOf: "gko_abc\nrest"))
        #expect(token.authorization == "Bearer gko_abc")
        #expect("\(token)\(String(reflecting: token))" == "<secret><secret>")
        #expect(OperatorToken(firstLineOf: "") == nil)
        #expect(OperatorToken(firstLineOf: "a b") == nil)
        #expect(OperatorToken(firstLineOf: String(repeating: "x", count: 513)) == nil)
    }
}
