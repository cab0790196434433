import Keys
import TestKit
import Testing
import VerifyAPI

/// Bodies that are not what they must be.
@Suite struct BodyTests {
    @Test(arguments: [
        ("", "#", "malformed"), ("[]", "#", "wrong_type"), ("{}", "#/key", "missing"),
        ("{\"key\":1}", "#/key", "wrong_type"), ("{\"key\":null}", "#/key", "wrong_type"),
        ("{\"key\":\"\"}", "#/key", "out_of_range"), ("{\"key\":\"a\",\"key\":\"b\"}", "#", "repeated"),
        ("{\"key\":\"a\",\"\\u006bey\":\"b\"}", "#", "repeated"), ("{\"key\":\"a\",\"x\":1}", "#", "unknown_member"),
        ("{\"key\":\"a\"} {}", "#", "malformed"), ("{\"key\":\"a\",\"cost\":-1}", "#/cost", "out_of_range"),
        ("{\"key\":\"a\",\"cost\":1.5}", "#/cost", "wrong_type"),
        ("{\"key\":\"a\",\"cost\":1000000000001}", "#/cost", "out_of_range"),
        ("{\"key\":\"a\",\"address\":\"localhost\"}", "#/address", "unknown_value"),
        ("{\"key\":\"a\",\"method\":\"TRACE\"}", "#/method", "unknown_value"),
        ("{\"key\":\"a\",\"method\":\"G T\"}", "#/method", "unknown_value"),
        ("{\"key\":\"a\",\"status_mode\":\"x\"}", "#/status_mode", "unknown_value"),
        ("{\"key\":\"a\",\"limits\":[{\"cost\":1}]}", "#/limits/0/name", "missing"),
        ("{\"key\":\"a\",\"limits\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "#/limits/1/name", "repeated"),
        ("{\"key\":\"a\",\"limits\":[{\"name\":\"a\",\"cost\":true}]}", "#/limits/0/cost", "wrong_type"),
        ("{\"key\":\"a\",\"permissions\":\"a AND\"}", "#/permissions", "malformed"),
        ("{\"key\":\"a\",\"permissions\":\"()\"}", "#/permissions", "malformed"),
    ]) func `a body is refused where it is wrong`(body: String, pointer: String, code: String) throws {
        let fixture = try VerifyFixture()
        let reply = fixture.verify(body, by: fixture.issue("keys:verify").token)
        #expect(reply.status == 400 && reply.code == "request_malformed")
        let error = (reply.json["errors"] as? [[String: Any]])?.first
        #expect(error?["code"] as? String == code)
        #expect(error?["pointer"] as? String == pointer)
        #expect(reply.text("detail")?.hasPrefix("The body is not what this endpoint takes") == true)
    }

    @Test func `escaped text means what it stands for`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let token = fixture.issue("a:b").token
        let escaped = token.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
        let reply = fixture.verify("{\"\\u006bey\":\"\(escaped)\",\"permissions\":\"a\\u003ab\"}", by: caller)
        #expect(reply.flag("valid") == true)
    }

    @Test func `too many limits are refused, and those that fit are not`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let names = { (count: Int) in (0..<count).map { "{\"name\":\"limit-\($0)\"}" }.joined(separator: ",") }
        let ask = { (count: Int) in fixture.verify("{\"key\":\"x\",\"limits\":[\(names(count))]}", by: caller).status }
        #expect(ask(10) == 200)
        #expect(ask(11) == 400)
    }

    @Test func `random bodies are refused or answered, and never trap`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify").token
        let token = fixture.issue("a:b") { $0.limits = [NativeTests.limit("burst", 1_000_000)] }.token
        let sample = Array(
            "{\"key\":\"\(token)\",\"permissions\":\"(a:b OR c:d) AND a.b\",\"address\":\"192.0.2.1\",\"cost\":3,\"limits\":[{\"name\":\"burst\",\"cost\":2}]}"
                .utf8)
        var random = SeededGenerator(seed: 5)
        let head = Array("POST /v1/keys/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(caller)\r\n\r\n".utf8)
        for _ in 0..<5_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[index] = UInt8.random(in: 0...255, using: &random)
                } else {
                    bytes.remove(at: index)
                }
            }
            let reply = fixture.ask(head: head, body: bytes)
            #expect(reply.status == 200 || reply.status == 400)
            #expect(!reply.json.isEmpty, "\(reply.body)")
        }
    }
}
