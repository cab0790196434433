import Admission
import Cryptography
import Keys
import Testing
import VerifyAPI

@Suite struct ProxyTests {
    @Test func `an admitted request comes back with who asks`() throws {
        let proxy = try ProxyFixture()
        let owner = IdentityID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3031)
        let key = proxy.fixture.issue("orders:read") { $0.ownerID = owner }
        for reply in [
            proxy.nginx("GET", "/orders/1", [proxy.bearer(key.token)]),
            proxy.traefik("GET", "/orders/1", [proxy.bearer(key.token)]),
            proxy.envoy("GET", "/orders/1", [proxy.bearer(key.token)]),
        ] {
            #expect(reply.status == 200 && reply.body.isEmpty && reply.fields["content-length"] == "0")
            #expect(reply.fields["gatehouse-key-id"] == "\"\(key.record.id)\"")
            #expect(reply.fields["gatehouse-owner"] == "\"\(owner)\"")
            #expect(reply.fields["gatehouse-project"] == "\"orders\"")
            #expect(reply.fields["gatehouse-environment"] == "\"live\"")
            #expect(reply.fields["gatehouse-permissions"] == "\"orders:read\"")
            #expect(reply.decisions.first?.route == 0 && reply.decisions.first?.reason == nil)
            #expect(reply.decisions.first?.address == IPAddress("192.0.2.7"))
        }
    }

    @Test func `what the client claims of itself comes with the fields of the original request`() throws {
        let proxy = try ProxyFixture()
        let key = proxy.fixture.issue("orders:read") {
            $0.restrictions.further.referrers = [ReferrerPattern("https://a.test/*")].compactMap(\.self)
        }
        let bearer = proxy.bearer(key.token)
        for reply in [
            proxy.nginx("GET", "/orders/1", [bearer, "Referer: https://a.test/x"]),
            proxy.traefik("GET", "/orders/1", [bearer, "Referer: https://a.test/x"]),
            proxy.envoy("GET", "/orders/1", [bearer, "Referer: https://a.test/x"]),
        ] {
            #expect(reply.status == 200)
        }
        for lines in [[], ["Referer: https://b.test/"], ["Referer: https://a.test/", "Referer: https://a.test/"]] {
            let reply = proxy.traefik("GET", "/orders/1", [bearer] + lines)
            #expect(reply.status == 403 && reply.decisions.first?.reason == .referrerNotAllowed)
        }
    }

    @Test func `an open route is let through with empty identity, so that no client's own survives`() throws {
        let reply = try ProxyFixture().traefik("GET", "/open", ["Gatehouse-Key-Id: \"key_mine\""])
        #expect(reply.status == 200)
        for name in ["key-id", "owner", "project", "environment", "permissions", "identity"] {
            #expect(reply.fields["gatehouse-\(name)"] == "")
        }
    }

    @Test func `every refusal has its own status where the proxy can carry it`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        let other = proxy.fixture.issue().token
        let cases: [(String, String, [String], Int)] = [
            ("GET", "/orders/1", [], 401), ("GET", "/orders/1", [proxy.bearer("gk_live_x")], 401),
            ("GET", "/orders/1", [proxy.bearer(other)], 403), ("GET", "/nowhere", [proxy.bearer(token)], 404),
            ("POST", "/orders/1", [proxy.bearer(token)], 405),
            ("GET", "/orders/1", [proxy.bearer(token), "X-API-Key: \(token)"], 400),
            ("GET", "/orders/1?key=\(token)", [proxy.bearer(token)], 400),
            ("GET", "/orders//1", [proxy.bearer(token)], 400), ("GET", "/orders/../x", [proxy.bearer(token)], 400),
        ]
        for (method, target, lines, status) in cases {
            let forwarded = proxy.traefik(method, target, lines)
            #expect(forwarded.status == status && forwarded.fields["gatehouse-status"] == nil)
            #expect(forwarded.fields["content-type"] == "application/problem+json")
            let nginx = proxy.nginx(method, target, lines)
            #expect(nginx.status == (status == 401 ? 401 : 403))
            #expect(nginx.fields["gatehouse-status"] == "\(status)")
            #expect(nginx.fields["gatehouse-key-id"] == nil && forwarded.fields["gatehouse-key-id"] == nil)
        }
    }

    @Test func `a spent limit is 429, for nginx 403 that says so`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue().token
        let first = proxy.traefik("GET", "/limited", [proxy.bearer(token)])
        #expect(first.status == 200 && first.fields["ratelimit"]?.hasPrefix("\"route\";r=1;t=") == true)
        #expect(proxy.envoy("GET", "/limited", [proxy.bearer(token)]).status == 200)
        let spent = proxy.traefik("GET", "/limited", [proxy.bearer(token)])
        let wait = spent.fields["retry-after"] ?? ""
        #expect(spent.status == 429 && Int(wait) ?? 0 >= 60)
        #expect(spent.json["violated-policies"] as? [String] == ["route"])
        let nginx = proxy.nginx("GET", "/limited", [proxy.bearer(token)])
        #expect(nginx.status == 403 && nginx.fields["gatehouse-status"] == "429")
        #expect(nginx.fields["retry-after"] == wait && nginx.fields["ratelimit"] == "\"route\";r=0;t=\(wait)")
    }

    @Test(arguments: ["X-Original-Method", "X-Original-URI", "X-Original-Host", "X-Real-IP"])
    func `what nginx must tell is denied when it is missing or repeated`(name: String) throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        let told = [
            "X-Original-Method": "GET", "X-Original-URI": "/orders/1", "X-Original-Host": "a", "X-Real-IP": "192.0.2.7",
        ]
        let lines = told.map { "\($0): \($1)" } + [proxy.bearer(token), ProxyFixture.proof]
        let ask = { (lines: [String]) in proxy.fixture.ask("GET", "/v1/forward-auth?mode=nginx", lines).status }
        #expect(ask(lines) == 200)
        #expect(ask(lines.filter { !$0.hasPrefix(name) }) == 403)
        #expect(ask(lines + ["\(name): \(told[name] ?? "")"]) == 403)
    }

    @Test(arguments: ["X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-Host"])
    func `what the others must tell is denied when it is missing or repeated`(name: String) throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        let told = [
            "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/orders/1", "X-Forwarded-Host": "a",
            "X-Forwarded-For": "192.0.2.7",
        ]
        let lines = told.map { "\($0): \($1)" } + [proxy.bearer(token), ProxyFixture.proof]
        let ask = { (lines: [String]) in proxy.fixture.ask("GET", "/v1/forward-auth", lines).status }
        #expect(ask(lines) == 200)
        #expect(ask(lines.filter { !$0.hasPrefix(name) }) == 400)
        #expect(ask(lines + ["\(name): \(told[name] ?? "")"]) == 400)
        #expect(ask(lines.filter { !$0.hasPrefix("X-Forwarded-For") }) == 400)
    }

    @Test func `a client cannot choose the dialect, nor speak in the proxy's name`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        // Behind nginx the client's own X-Forwarded fields arrive too and mean nothing.
        let nginx = proxy.nginx(
            "POST", "/orders/1", [proxy.bearer(token), "X-Forwarded-Method: GET", "X-Forwarded-Uri: /open"])
        #expect(nginx.status == 403 && nginx.fields["gatehouse-status"] == "405")
        // Behind a proxy that names its dialect too.
        let named = [
            "X-Forwarded-Method: POST", "X-Forwarded-Uri: /orders/1", "X-Forwarded-Host: shop.example.com",
            "X-Forwarded-For: 192.0.2.7", "X-Original-Method: GET", "X-Original-URI: /open", ProxyFixture.proof,
            proxy.bearer(token),
        ]
        #expect(proxy.fixture.ask("POST", "/v1/forward-auth?mode=forwarded", named).status == 405)
        // Where it does not, X-Original fields come from a client, or from an nginx that was set up without its mode.
        #expect(proxy.traefik("POST", "/orders/1", [proxy.bearer(token), "X-Original-Method: GET"]).status == 400)
        #expect(proxy.traefik("GET", "/orders/1", [proxy.bearer(token), "X-Original-URI: /open"]).status == 400)
        for query in ["?mode=nginx&mode=forwarded", "?mode=", "?mode=envoy", "?x=1"] {
            #expect(proxy.fixture.ask("GET", "/v1/forward-auth\(query)", [ProxyFixture.proof]).status == 400)
        }
    }

    @Test func `the host decides as it does at the gateway`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue().token
        #expect(proxy.traefik("GET", "/only", host: "API.example.com:443", [proxy.bearer(token)]).status == 200)
        #expect(proxy.traefik("GET", "/only", host: "shop.example.com", [proxy.bearer(token)]).status == 404)
        #expect(proxy.traefik("GET", "/only", host: "api.example.com, x", [proxy.bearer(token)]).status == 400)
    }

    @Test(arguments: [
        ("192.0.2.7", 200), ("198.51.100.1, 192.0.2.7", 200), ("192.0.2.7, 10.0.0.1", 200),
        ("192.0.2.7,10.0.0.1 ,\t10.9.9.9", 200),
        ("192.0.2.7, 198.51.100.1", 403), ("10.0.0.1", 403), ("unknown", 400), ("192.0.2.7:80", 400), (",", 400),
        ("", 400),
        ("192.0.2.7, ", 400), ("x, 192.0.2.7", 200),
    ]) func `the address is the first from the right that is no proxy of ours`(list: String, status: Int) throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read") {
            $0.restrictions = .init(allowedAddresses: [NetworkRange("192.0.2.7")].compactMap { $0 })
        }.token
        #expect(proxy.traefik(address: list, [proxy.bearer(token)]).status == status)
    }

    @Test func `several X-Forwarded-For lines are one list`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read") {
            $0.restrictions = .init(allowedAddresses: [NetworkRange("192.0.2.7")].compactMap { $0 })
        }.token
        #expect(proxy.traefik(address: "192.0.2.7", [proxy.bearer(token), "X-Forwarded-For: 10.0.0.1"]).status == 200)
        #expect(
            proxy.traefik(address: "192.0.2.7", [proxy.bearer(token), "X-Forwarded-For: 198.51.100.1"]).status == 403)
    }

    @Test func `a proxy that has not proven itself is told nothing`() throws {
        let proxy = try ProxyFixture(
            callers: .init(
                secret: SecretBytes(copying: Array("s3cret".utf8).span),
                addresses: [NetworkRange("10.0.0.0/8")].compactMap { $0 }, trustsUnixSocket: true))
        let ask = { (lines: [String]) in
            proxy.fixture.ask(
                "GET", "/v1/forward-auth",
                [
                    "X-Forwarded-Method: GET", "X-Forwarded-Uri: /open", "X-Forwarded-Host: a",
                    "X-Forwarded-For: 192.0.2.7",
                ]
                    + lines
            ).status
        }
        #expect(ask(["Gatehouse-Caller: s3cret"]) == 200)
        #expect(ask(["Gatehouse-Caller: s3cret", "Gatehouse-Caller: s3cret"]) == 403)
        for lines in [[], ["Gatehouse-Caller: wrong!"], ["Gatehouse-Caller:"], ["Gatehouse-Caller: s3cret2"]] {
            #expect(ask(lines) == 403)
        }
        proxy.fixture.peer = IPAddress("10.0.0.4")
        #expect(ask([]) == 200)
        proxy.fixture.peer = nil
        #expect(ask([]) == 403)
        proxy.fixture.isUnixSocket = true
        #expect(ask([]) == 200)
    }

    @Test(arguments: [
        "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "x_http_method_override", "x-http_method",
    ])
    func `a field that means another method than the one judged is refused, where it cannot be taken away`(
        name: String
    ) throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        for value in ["DELETE", "", "GET, DELETE", "POST"] {
            let lines = [proxy.bearer(token), "\(name): \(value)"]
            let (nginx, traefik) = (proxy.nginx("GET", "/orders/1", lines), proxy.traefik("GET", "/orders/1", lines))
            for reply in [nginx, traefik] {
                #expect(reply.status == 403 && reply.code == "method_not_permitted")
                #expect(reply.text("detail")?.contains("overrides its method") == true)
                #expect(reply.decisions.first?.reason == .methodNotPermitted)
            }
            #expect(nginx.fields["gatehouse-status"] == "403")
            #expect(proxy.traefik("GET", "/open", ["\(name): \(value)"]).status == 403, "an open route has methods too")
            #expect(proxy.envoy("GET", "/orders/1", lines).status == 200)
        }
        for value in ["GET", "get"] {
            let lines = [proxy.bearer(token), "\(name): \(value)"]
            #expect(proxy.nginx("GET", "/orders/1", lines).status == 200, "it means what was judged")
            #expect(proxy.traefik("GET", "/orders/1", lines + ["\(name): PUT"]).status == 403)
        }
    }

    @Test func `Envoy is told to take the credential and foreign claims away`() throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        let removed = proxy.envoy("GET", "/orders/1", ["X-API-Key: \(token)"]).fields["x-envoy-auth-headers-to-remove"]
        #expect(removed?.contains("X-API-Key,") == true && removed?.contains("x-http-method-override") == true)
        let claims = [
            "Gatehouse_Key_Id", "Gatehouse-Identity", "x-consumer_id", "X-Auth-Request-User", "x_http_method",
        ]
        for claim in claims {
            let fields = proxy.envoy("GET", "/orders/1", [proxy.bearer(token), "\(claim): forged"]).fields
            let removed = fields["x-envoy-auth-headers-to-remove"]?.lowercased()
            #expect(removed?.contains("\(claim.lowercased()),") == true)
        }
        let set = proxy.envoy("GET", "/orders/1", [proxy.bearer(token), "Gatehouse-Key-Id: forged"]).fields
        #expect(set["x-envoy-auth-headers-to-remove"]?.contains("Gatehouse-Key-Id") == false)
        #expect(proxy.envoy("POST", "/orders/1", [proxy.bearer(token)]).status == 405)
        #expect(proxy.envoy("HEAD", "/orders/1", [proxy.bearer(token)]).status == 200)
        #expect(proxy.envoy("GET", "/orders/1?key=\(token)", [proxy.bearer(token)]).status == 400)
        #expect(proxy.envoy("GET", "/", [proxy.bearer(token)]).status == 404)
    }

    @Test func `failures over the budget of the client's address are 429, and a good key still passes`() throws {
        let proxy = try ProxyFixture(failures: 1)
        let token = proxy.fixture.issue("orders:read").token
        let bad = proxy.bearer("gk_live_x")
        #expect(proxy.traefik("GET", "/orders/1", [bad]).status == 401)
        #expect(proxy.traefik("GET", "/orders/1", [bad]).status == 429)
        #expect(proxy.traefik(address: "192.0.2.8", [bad]).status == 401)
        #expect(proxy.traefik("GET", "/orders/1", [proxy.bearer(token)]).status == 200)
    }

    @Test(arguments: ["GET /x HTTP/1.1", "G ET", "CONNECT", "TRACE", "get", ""])
    func `a method that is none is denied`(method: String) throws {
        let proxy = try ProxyFixture()
        let token = proxy.fixture.issue("orders:read").token
        #expect([400, 405].contains(proxy.traefik(method, "/orders/1", [proxy.bearer(token)]).status))
        #expect(proxy.nginx(method, "/orders/1", [proxy.bearer(token)]).status == 403)
    }
}
