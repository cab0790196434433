import HTTPMachines
import Testing
import VerifyAPI

@Suite struct EndpointTests {
    @Test(arguments: [
        "/", "/v1/keys/verify/", "/v1/keys", "/V1/keys/verify", "/v1/ext-authz", "/v1/ext-authzx/a",
        "/v1/forward-auth/",
        "/v2/keys.createKey", "/credentials/revoke/x",
    ]) func `what is no endpoint is not found`(path: String) throws {
        let reply = try VerifyFixture().ask("POST", path)
        #expect(reply.status == 404 && reply.code == "route_not_found")
    }

    @Test(arguments: [
        ("GET", "/v1/keys/verify", "POST"), ("PUT", "/v1/keys:batchVerify", "POST"),
        ("GET", "/v2/keys.verifyKey", "POST"),
        ("GET", "/v1/keys:selfRevoke", "POST"), ("GET", "/credentials/revoke", "POST"),
        ("HEAD", "/v1/leaks/github", "POST"),
        ("POST", "/v1/changes", "GET"), ("DELETE", "/livez", "GET"), ("POST", "/.well-known/jwks.json", "GET"),
    ]) func `another method is refused with the one there is`(method: String, path: String, allow: String) throws {
        let reply = try VerifyFixture().ask(method, path)
        #expect(reply.status == 405 && reply.fields["allow"] == allow)
        #expect(reply.body.isEmpty == (method == "HEAD"))
        #expect(reply.fields["content-length"] != "0")
    }

    @Test(arguments: [
        (HTTPViolation.requestLineMalformed, 400), (.methodTooLong, 501), (.versionUnsupported, 505),
    ]) func `a broken rule of HTTP is named`(violation: HTTPViolation, status: Int) throws {
        let reply = try VerifyFixture().refuse(violation)
        #expect(reply.status == status && reply.text("detail") == "\(violation.detail)")
        #expect(reply.fields["connection"] == "close")
    }

    @Test func `the listener says that it lives`() throws {
        let reply = try VerifyFixture().ask("GET", "/livez")
        #expect(reply.status == 200 && reply.text("status") == "alive" && reply.decisions.isEmpty)
    }

    @Test func `where no identities are signed there is no key set`() throws {
        let reply = try VerifyFixture().ask("GET", "/.well-known/jwks.json")
        #expect(reply.status == 404 && reply.code == "route_not_found")
    }

    @Test func `a connection that the client closes is told so`() throws {
        let fixture = try VerifyFixture()
        #expect(fixture.ask("GET", "/livez", ["Connection: close"]).fields["connection"] == "close")
        #expect(fixture.ask("GET", "/livez").fields["connection"] == nil)
    }
}
