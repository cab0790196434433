import Keys
import Testing
import VerifyAPI

@Suite struct CallerTests {
    @Test func `a caller proves itself by a key that may verify, in its own environment`() throws {
        let fixture = try VerifyFixture()
        let inTest = fixture.issue("keys:verify", in: fixture.test).token
        let key = fixture.issue(in: fixture.test).token
        #expect(fixture.verify("{\"key\":\"\(key)\"}", by: inTest).code == "valid")
        let inLive = fixture.issue("keys:*").token
        #expect(fixture.verify("{\"key\":\"\(key)\"}", by: inLive).code == "credential_rejected")
    }

    @Test func `whoever may not verify learns nothing of keys`() throws {
        let fixture = try VerifyFixture()
        let key = fixture.issue().token
        let body = "{\"key\":\"\(key)\"}"
        let plain = fixture.verify(body, by: key)
        #expect(plain.status == 403 && plain.code == "permission_missing")
        #expect(plain.json["required_permissions"] as? [[String]] == [["keys:verify"]])
        let nobody = fixture.ask("POST", "/v1/keys/verify", body: body)
        #expect(nobody.status == 401 && nobody.code == "credential_missing")
        #expect(fixture.verify(body, by: "gk_live_x").status == 401)
        let suspended = fixture.issue("keys:verify") { $0.state = .suspended }.token
        #expect(fixture.verify(body, by: suspended).code == "key_suspended")
        let both = fixture.ask(
            "POST", "/v1/keys/verify", ["Authorization: Bearer \(key)", "X-API-Key: \(key)"], body: body)
        #expect(both.status == 400 && both.code == "credential_ambiguous")
    }

    @Test func `a caller restricted by address is one only from there`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify") {
            $0.restrictions = .init(allowedAddresses: [NetworkRange("10.0.0.0/8")].compactMap { $0 })
        }.token
        let body = "{\"key\":\"\(fixture.issue().token)\"}"
        fixture.peer = IPAddress("10.1.2.3")
        #expect(fixture.verify(body, by: caller).status == 200)
        fixture.peer = IPAddress("192.0.2.1")
        #expect(fixture.verify(body, by: caller).status == 403)
        fixture.peer = nil
        #expect(fixture.verify(body, by: caller).status == 403)
    }

    @Test func `a caller's own limits are spent by each of its calls`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify") { $0.limits = [NativeTests.limit("calls", 2)] }.token
        let body = "{\"key\":\"\(fixture.issue().token)\"}"
        #expect((0..<3).map { _ in fixture.verify(body, by: caller).status } == [200, 200, 429])
    }

    @Test func `a read-only key may verify, for asking is not writing`() throws {
        let fixture = try VerifyFixture()
        let caller = fixture.issue("keys:verify") { $0.boundary = .readOnly }.token
        #expect(fixture.verify("{\"key\":\"\(fixture.issue().token)\"}", by: caller).code == "valid")
    }
}
