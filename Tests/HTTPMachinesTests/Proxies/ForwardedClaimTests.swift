import HTTPMachines
import Keys
import Testing

@Suite struct ForwardedClaimTests {
    /// Reads the fields of a request; 10.0.0.0/8 and 2001:db8:ffff::/48 are proxies.
    private func read(_ form: ForwardedClaim.Form, _ lines: [String]) throws -> ForwardedClaim.Outcome {
        try self.readWithHost(form, lines).outcome
    }

    private func readWithHost(
        _ form: ForwardedClaim.Form, _ lines: [String]
    ) throws -> (outcome: ForwardedClaim.Outcome, host: String) {
        let bytes = Array(("GET / HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { throw NotRead() }
        let proxies = ["10.0.0.0/8", "2001:db8:ffff::/48"].compactMap { NetworkRange($0) }
        let outcome = ForwardedClaim.read(form, fields, of: bytes.span) { address in
            proxies.contains { $0.contains(address) }
        }
        guard case .claim(let claim) = outcome else { return (outcome, "") }
        return (outcome, String(decoding: bytes[claim.host.offsets], as: UTF8.self))
    }

    private struct NotRead: Error {}

    private func address(_ form: ForwardedClaim.Form, _ lines: [String]) throws -> String {
        switch try self.read(form, lines) {
        case .nothing: "nothing"
        case .unreadable: "unreadable"
        case .claim(let claim): claim.address.description
        }
    }

    // MARK: X-Forwarded-*

    @Test(arguments: [
        ([], "nothing"),
        (["X-Forwarded-For: 192.0.2.1"], "192.0.2.1"),
        (["X-Forwarded-For: 203.0.113.9, 192.0.2.1"], "192.0.2.1"),
        (["X-Forwarded-For: 192.0.2.1, 10.0.0.1,10.9.9.9"], "192.0.2.1"),
        (["X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 10.0.0.1"], "192.0.2.1"),
        (["X-Forwarded-For: 10.0.0.1, 10.0.0.2"], "10.0.0.1"),
        (["X-Forwarded-For: 192.0.2.1:4711"], "192.0.2.1"),
        (["X-Forwarded-For: 2001:db8::1"], "2001:db8::1"),
        (["X-Forwarded-For: [2001:db8::1]:443, 2001:db8:ffff::7"], "2001:db8::1"),
        (["X-Forwarded-For: ::ffff:192.0.2.1"], "192.0.2.1"),
        (["X-Forwarded-For: , ,192.0.2.1, "], "192.0.2.1"),
        (["X-Forwarded-For:"], "nothing"),
        (["X-Forwarded-For: unknown"], "nothing"),
        // Whatever stands left of the client is the client's own writing.
        (["X-Forwarded-For: <script>, 192.0.2.1"], "192.0.2.1"),
        (["X-Forwarded-For: 192.0.2.1, <script>"], "unreadable"),
        (["X-Forwarded-For: 192.0.2.1, 10.0.0.1 10.0.0.2"], "unreadable"),
        (["X-Forwarded-For: 192.0.2.1:port"], "unreadable"),
        (["X-Forwarded-For: 192.0.2.256, 10.0.0.1"], "unreadable"),
        (["Forwarded: for=192.0.2.1"], "nothing"),
        (["X_Forwarded_For: 192.0.2.1"], "nothing"),
    ])
    func `the client is the first from the right that is no proxy`(lines: [String], client: String) throws {
        #expect(try self.address(.xForwarded, lines) == client)
    }

    @Test func `scheme and host are taken when they are said once`() throws {
        let lines = [
            "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: HTTPS", "X-Forwarded-Host: api.example.com:8443",
        ]
        let (outcome, host) = try self.readWithHost(.xForwarded, lines)
        guard case .claim(let claim) = outcome else { throw NotRead() }
        #expect(claim.isSecure == true && host == "api.example.com:8443")
        let twice = try self.readWithHost(.xForwarded, lines + ["X-Forwarded-Proto: http", "X-Forwarded-Host: b"])
        guard case .claim(let other) = twice.outcome else { throw NotRead() }
        #expect(other.isSecure == nil && twice.host.isEmpty)
    }

    @Test(arguments: ["X-Forwarded-Host: a b", "X-Forwarded-Host: a, b", "X-Forwarded-Host: a/../b"])
    func `a host that is none is not taken`(line: String) throws {
        #expect(try self.readWithHost(.xForwarded, ["X-Forwarded-For: 192.0.2.1", line]).host.isEmpty)
    }

    @Test func `more hops than anybody has are not gone through`() throws {
        let hops = Array(repeating: "10.0.0.1", count: 64).joined(separator: ",")
        #expect(try self.address(.xForwarded, ["X-Forwarded-For: \(hops)"]) == "10.0.0.1")
        #expect(try self.address(.xForwarded, ["X-Forwarded-For: 192.0.2.1,\(hops)"]) == "unreadable")
    }

    // MARK: Forwarded

    @Test(arguments: [
        ([], "nothing"),
        (["Forwarded: for=192.0.2.1"], "192.0.2.1"),
        (["Forwarded: For=\"192.0.2.1:4711\";proto=http;by=10.0.0.1"], "192.0.2.1"),
        (["Forwarded: for=\"[2001:db8::1]:_port\""], "2001:db8::1"),
        (["Forwarded: for=203.0.113.9, for=192.0.2.1, for=10.0.0.1"], "192.0.2.1"),
        (["Forwarded: for=203.0.113.9", "Forwarded: for=192.0.2.1", "Forwarded: for=10.0.0.1"], "192.0.2.1"),
        (["Forwarded: for=10.0.0.1, for=10.0.0.2"], "10.0.0.1"),
        (["Forwarded: for=nonsense, for=192.0.2.1"], "192.0.2.1"),
        (["Forwarded: , for=192.0.2.1;;, "], "192.0.2.1"),
        (["Forwarded: for=192.0.2.1;ext=\"a,b;c\""], "192.0.2.1"),
        (["Forwarded: for=unknown"], "nothing"),
        (["Forwarded: for=_hidden, for=10.0.0.1"], "nothing"),
        (["Forwarded: for=192.0.2.1, by=10.0.0.1"], "nothing"),
        (["Forwarded: for=2001:db8::1"], "unreadable"),
        (["Forwarded: for=\"2001:db8::1\""], "unreadable"),
        (["Forwarded: for=\"192.0.2.1"], "unreadable"),
        (["Forwarded: for=\"x, for=192.0.2.1"], "unreadable"),
        (["Forwarded: for=\"192.0.2.1\\\""], "unreadable"),
        (["Forwarded: for=192.0.2.1;for=203.0.113.9"], "unreadable"),
        (["Forwarded: for = 192.0.2.1"], "unreadable"),
        (["Forwarded: for=192.0.2.1 for=203.0.113.9"], "unreadable"),
        (["Forwarded: 192.0.2.1"], "unreadable"),
        (["X-Forwarded-For: 192.0.2.1"], "nothing"),
    ])
    func `of the standard field likewise`(lines: [String], client: String) throws {
        #expect(try self.address(.forwarded, lines) == client)
    }

    @Test func `scheme and host are those of the client's own element`() throws {
        let line =
            "Forwarded: for=203.0.113.9;proto=http;host=evil, for=192.0.2.1;proto=https;host=\"api:8443\", for=10.0.0.1"
        let (outcome, host) = try self.readWithHost(.forwarded, [line])
        guard case .claim(let claim) = outcome else { throw NotRead() }
        #expect(claim.isSecure == true && host == "api:8443")
    }
}
