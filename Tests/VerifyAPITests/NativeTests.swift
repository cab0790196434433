import Admission
import Keys
import Testing
import VerifyAPI

@Suite struct NativeTests {
    @Test func `a good key is valid, and everything of it is said`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify")
        let key = fixture.issue("documents:read")
        let reply = fixture.verify("{\"key\":\"\(key.token)\",\"permissions\":\"documents:read\"}", by: caller.token)
        #expect(reply.status == 200)
        #expect(reply.flag("valid") == true && reply.code == "valid")
        #expect(reply.text("key_id") == key.record.id.description)
        #expect(reply.text("project") == "orders" && reply.text("environment") == "live")
        #expect(reply.json["permissions"] as? [String] == ["documents:read"])
        #expect(reply.text("boundary") == "standard")
        #expect(reply.text("expires_at") == VerifyFixture.now.adding(seconds: 3600).description)
        #expect(reply.flag("cacheable") == true)
        #expect(reply.text("request_id") == VerifyFixture.requestID.description)
        #expect(reply.fields["content-length"] == "\(reply.body.utf8.count)")
        #expect(reply.decisions.count == 1 && reply.decisions[0].key?.keyID == key.record.id)
        #expect(reply.decisions[0].caller?.keyID == caller.record.id)
    }
}
