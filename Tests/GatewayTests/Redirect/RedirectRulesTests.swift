import HTTPMachines
import Testing

@testable import Gateway

@Suite struct RedirectRulesTests {
    private static let hosts = ["api.example.com", "*.shop.example.com"]

    private func answer(
        _ target: String, host: String, method: String = "GET", fixed: String? = nil, webroot: String? = nil
    ) throws -> String {
        var settings = RedirectSettings()
        settings.host = fixed
        settings.challengeWebroot = webroot
        let rules = try RedirectRules(settings, routeHosts: Self.hosts)
        let bytes = Array("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { return "malformed" }
        switch rules.answer(head, of: bytes.span) {
        case .misdirected: return "misdirected"
        case .moved(let place): return String(decoding: place, as: UTF8.self)
        case .challenge(let name): return "challenge " + String(decoding: name, as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("/", "api.example.com", "https://api.example.com/"),
        ("/a/b?c=%20d&e=//x", "api.example.com", "https://api.example.com/a/b?c=%20d&e=//x"),
        ("/a", "API.Example.com:8080", "https://api.example.com/a"),
        ("/a", "x.shop.example.com", "https://x.shop.example.com/a"),
        ("http://api.example.com/a?b", "api.example.com", "https://api.example.com/a?b"),
        ("/a", "shop.example.com", "misdirected"), ("/a", ".shop.example.com", "malformed"),
        ("/a", "evil.example", "misdirected"), ("/a", "api.example.com.evil.example", "misdirected"),
        ("/a", "evil-api.example.com", "misdirected"), ("/a", "192.0.2.1", "misdirected"),
        ("//evil.example/a", "api.example.com", "malformed"), ("/a", "api.example.com@evil.example", "malformed"),
    ])
    func `a client is sent to the same target of a host of ours`(target: String, host: String, answer: String) throws {
        #expect(try self.answer(target, host: host) == answer)
    }

    @Test func `where one host is set everybody is sent there`() throws {
        #expect(try self.answer("/a", host: "evil.example", fixed: "a.example:8443") == "https://a.example:8443/a")
    }

    @Test func `a request about the server as a whole is sent nowhere`() throws {
        #expect(try self.answer("*", host: "api.example.com", method: "OPTIONS") == "misdirected")
    }

    @Test(arguments: [
        ("/.well-known/acme-challenge/Az09-_", "challenge Az09-_"),
        ("/.well-known/acme-challenge/Az09?x", "challenge Az09"),
        ("/.well-known/acme-challenge/", "https://a/.well-known/acme-challenge/"),
        ("/.well-known/acme-challenge/a.b", "https://a/.well-known/acme-challenge/a.b"),
        ("/.well-known/acme-challenge/a/b", "https://a/.well-known/acme-challenge/a/b"),
        ("/.well-known/acme-challenge/%2e%2e", "malformed"), ("/.well-known/acme-challenge/..", "malformed"),
        ("/.well-known/acme-challenge/a%2Fb", "malformed"),
    ])
    func `a challenge has a name that names no other file`(target: String, answer: String) throws {
        #expect(try self.answer(target, host: "any.example", fixed: "a", webroot: "/w") == answer)
    }

    @Test func `without a webroot, or in another way, challenges are requests like others`() throws {
        let target = "/.well-known/acme-challenge/abc"
        #expect(try self.answer(target, host: "x", fixed: "a") == "https://a\(target)")
        #expect(try self.answer(target, host: "x", method: "POST", fixed: "a", webroot: "/w") == "https://a\(target)")
    }

    @Test func `without any host nobody can be sent anywhere`() {
        let error = #expect(throws: GatewayError.self) { try RedirectRules(RedirectSettings(), routeHosts: []) }
        #expect(error?.message.hasPrefix("gateway.redirect.host:") == true)
    }
}
