import Keys
import Testing
import VerifyAPI

@Suite struct BatchTests {
    private func ask(_ fixture: VerifyFixture, _ caller: String, _ body: String) -> VerifyReply {
        fixture.ask("POST", "/v1/keys:batchVerify", ["Authorization: Bearer \(caller)"], body: body)
    }

    @Test func `each key has its answer in the order of the questions, and a record of its own`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let tokens = (0..<100).map { $0 % 3 == 0 ? "gk_live_x" : fixture.issue().token }
        let body = "{\"verifications\":[\(tokens.map { "{\"key\":\"\($0)\"}" }.joined(separator: ","))]}"
        let reply = self.ask(fixture, caller, body)
        let results = reply.json["results"] as? [[String: Any]] ?? []
        #expect(reply.status == 200 && results.count == 100)
        for (index, result) in results.enumerated() { #expect(result["valid"] as? Bool == (index % 3 != 0)) }
        #expect(Set(results.compactMap { $0["request_id"] as? String }).count == 100)
        #expect(Set(reply.decisions.map(\.requestID)).count == 100)
        #expect(results.map { $0["request_id"] as? String } == reply.decisions.map(\.requestID.description))
    }

    @Test func `a batch that is wrong anywhere charges nothing`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue { $0.limits = [NativeTests.limit("burst", 1)] }.token
        for bad in [
            "{\"key\":1}", "{\"key\":\"a\",\"permissions\":\"(\"}", "{\"key\":\"a\",\"status_mode\":\"mapped\"}",
        ] {
            let reply = self.ask(fixture, caller, "{\"verifications\":[{\"key\":\"\(key)\"},\(bad)]}")
            #expect(reply.status == 400)
            let pointer = ((reply.json["errors"] as? [[String: Any]])?.first?["pointer"] as? String) ?? ""
            #expect(pointer.hasPrefix("#/verifications/1"))
        }
        #expect(fixture.verify("{\"key\":\"\(key)\"}", by: caller).code == "valid")
    }

    @Test func `one key asked about twice in a batch is charged twice`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let key = fixture.issue { $0.limits = [NativeTests.limit("burst", 1)] }.token
        let reply = self.ask(fixture, caller, "{\"verifications\":[{\"key\":\"\(key)\"},{\"key\":\"\(key)\"}]}")
        let codes = (reply.json["results"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
        #expect(codes == ["valid", "limit_exceeded"])
    }

    @Test(arguments: ["{}", "{\"verifications\":[]}", "{\"verifications\":{}}", "[]", "{\"verifications\":[1]}"])
    func `a batch of nothing is refused`(body: String) throws {
        let fixture = try VerifyFixture()
        #expect(self.ask(fixture, fixture.issue("keys:verify").token, body).status == 400)
    }

    @Test func `more than a hundred are refused`() throws {
        let fixture = try VerifyFixture()
        let body = "{\"verifications\":[\((0..<101).map { _ in "{\"key\":\"a\"}" }.joined(separator: ","))]}"
        #expect(self.ask(fixture, fixture.issue("keys:verify").token, body).status == 400)
    }
}
