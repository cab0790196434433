import Testing

@testable import gatehouse

@Suite struct APIRequestTests {
    @Test func `query values are escaped`() {
        let request = APIRequest(.get, "/keys", query: [.init(name: "q", value: "a b&c=é/")])
        #expect(request.target == "/v1/keys?q=a%20b%26c%3D%C3%A9%2F")
    }

    @Test func `a dry run asks and never creates`() {
        var request = APIRequest(.post, "/keys", body: .object([:]))
        request.idempotencyKey = "k"
        #expect(request.asDryRun.target == "/v1/keys?dry_run=true")
        #expect(request.asDryRun.idempotencyKey == nil)
    }

    @Test func `an update is a merge patch and carries its tag`() {
        var request = APIRequest(.patch, "/keys/key_1", body: .object([:]))
        request.ifMatch = "\"3\""
        let fields = Dictionary(request.fields.map { ($0.name, $0.value) }) { $1 }
        #expect(fields["Content-Type"] == "application/merge-patch+json")
        #expect(fields["If-Match"] == "\"3\"")
    }

    @Test func `the curl line names a socket and quotes what a shell would read`() throws {
        var request = APIRequest(.post, "/keys", body: .members(["name": "it's"]))
        request.idempotencyKey = "abc"
        let line = CurlLine(request, to: .socket(path: "/run/a b"), tokenFile: nil).text
        #expect(line.hasPrefix("curl --unix-socket '/run/a b' -X POST"))
        #expect(line.contains(#"-H 'Idempotency-Key: "abc"'"#))
        #expect(line.contains(#"--data-raw '{"name":"it'\''s"}'"#))
        #expect(line.hasSuffix("http://localhost/v1/keys"))
    }

    @Test func `the curl line trusts whom the command trusts`() throws {
        let trust = try TrustFiles(
            caFile: "ca.pem", clientCertificate: nil, clientKey: nil, environment: [:])
        let line = CurlLine(
            .init(.get, "/keys"), to: .web(origin: "https://gate.example"), tokenFile: "t", trust: trust)
        #expect(line.text.hasPrefix("curl --cacert ca.pem -H "))
    }

    @Test func `the curl line names the operator key by its file`() {
        let request = APIRequest(.get, "/keys")
        let line = CurlLine(request, to: .web(origin: "https://gate.example"), tokenFile: "/etc/token").text
        #expect(line.contains(#"@<(printf 'Authorization: Bearer %s' "$(cat /etc/token)")"#))
    }
}
