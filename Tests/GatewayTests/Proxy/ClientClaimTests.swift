import Gateway
import Keys
import TestKit
import Testing

/// What a client says of itself does not reach the upstream; what is true of it does.
@Suite struct ClientClaimTests {
    /// A gateway whose upstream answers with the field lines it received, names in lower case.
    private func withEcho(
        routes: [RouteConfiguration]? = nil, configure: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                let lines = message.start + "\n" + message.fields.map { "\($0.name): \($0.value)\n" }.joined()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(lines.utf8.count)\r\n\r\n\(lines)")
            }
        }
        let harness = try await GatewayHarness(upstreamPort: upstream.port, routes: routes, configure: configure)
        try await body(harness)
        await harness.stop()
    }

    private func lines(_ message: Message?) -> [String] {
        (message?.text ?? "").split(separator: "\n").map(String.init)
    }

    private static let claims = [
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Uri",
        "X-Forwarded-Method", "X-Forwarded-Prefix", "X-Forwarded-Server", "Forwarded", "X-Real-IP", "True-Client-IP",
        "CF-Connecting-IP", "X-Original-URL", "X-Rewrite-URL", "X-Original-URI", "X-Original-Method",
        "X-Original-Host", "X-Client-IP", "Client-Cert", "Proxy", "X-Request-Id", "Gatehouse-Owner", "X-Consumer-Id",
        "X-HTTP-Method-Override", "Remote-User",
    ]

    @Test(arguments: ClientClaimTests.claims)
    func `a claim is replaced by what is true, or dropped, in every spelling`(name: String) async throws {
        try await self.withEcho { harness in
            let odd = ["_", ".", "!"].map { name.replacing("-", with: $0) }
            let spellings = [name, name.lowercased(), name.uppercased()] + odd
            for spelling in spellings {
                let fields = "Host: api.example.com:8443\r\n\(spelling): forged\r\nX-Mine: 1\r\n"
                let answer = harness.request("GET /open/a HTTP/1.1\r\n\(fields)\r\n")
                #expect(answer?.status == 200)
                #expect(answer?.text.contains("forged") == false, "\(spelling)")
                let lines = self.lines(answer)
                let truth = [
                    "x-forwarded-for: 127.0.0.1", "x-forwarded-host: api.example.com:8443", "x-forwarded-proto: http",
                ]
                #expect(lines.filter { $0.hasPrefix("x-forwarded-") } == truth)
                #expect(lines.contains("x-mine: 1"))
            }
        }
    }

    @Test func `the host that the client meant is told when the upstream has a host of its own`() async throws {
        try await self.withEcho(configure: { $0.upstreams[0].hostField = .fixed("internal") }) { harness in
            let lines = self.lines(harness.request("GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n"))
            #expect(lines.contains("host: internal"))
            #expect(lines.contains("x-forwarded-host: api.example.com"))
        }
    }

    @Test func `claims are dropped from every request of a connection`() async throws {
        try await self.withEcho { harness in
            let client = harness.connect()
            var random = SeededGenerator(seed: 6)
            for _ in 0..<40 {
                let names = (0..<4).map { _ in Self.claims[Int(random.next() % UInt64(Self.claims.count))] }
                let fields = names.map { "\($0): forged\r\n" }.joined(separator: "X-Between: 1\r\n")
                client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                let answer = client.receiveMessage()
                #expect(answer?.text.contains("forged") == false, "\(names)")
                #expect(self.lines(answer).filter { $0 == "x-between: 1" }.count == 3)
                #expect(self.lines(answer).filter { $0 == "x-forwarded-for: 127.0.0.1" }.count == 1)
            }
        }
    }

    // MARK: Keys in the wrong place

    @Test(arguments: [
        "X_Api_Key", "x_api-key", "Authorization_", "AUTHORIZATION_", "X-Api_Key", "X.Api.Key", ".Authorization",
    ])
    func `a look-alike of a credential field is neither read nor passed on`(name: String) async throws {
        try await self.withEcho { harness in
            let key = harness.issue()
            let alone = harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\(name): \(key.token)\r\n\r\n")
            #expect(alone?.status == 401)
            #expect(alone?.text.contains("credential_missing") == true)
            let beside = harness.request(
                "GET /a HTTP/1.1\r\nHost: a\r\n\(name): \(key.token)\r\nX-API-Key: \(key.token)\r\n\r\n")
            #expect(beside?.status == 200)
            #expect(beside?.text.contains(key.token) == false)
            let open = harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\n\(name): \(key.token)\r\n\r\n")
            #expect(open?.status == 200)
            #expect(open?.text.contains(key.token) == false)
        }
    }

    @Test func `an open route passes on what is the application's and keeps what is ours`() async throws {
        try await self.withEcho { harness in
            let key = harness.issue()
            let user = self.lines(
                harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer user.jwt.x\r\n\r\n"))
            #expect(user.contains("authorization: Bearer user.jwt.x"))
            let both = harness.request(
                """
                GET /open/a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(key.token)\r\nX-API-Key: \(key.token)\r
                X-API-Key: other\r\n\r\n
                """)
            #expect(both?.status == 200)
            #expect(both?.text.contains(key.token) == false)
            #expect(self.lines(both).contains("x-api-key: other"))
        }
    }

    @Test(arguments: ["\t", ":", ",", "="])
    func `a scheme with anything but a space behind it is a credential that is none`(
        separator: String
    ) async throws {
        try await self.withEcho { harness in
            let key = harness.issue()
            let field = "Authorization: Bearer\(separator)\(key.token)\r\n"
            let alone = harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\(field)\r\n")
            #expect(alone?.status == 401)
            #expect(alone?.text.contains("credential_rejected") == true)
            let beside = harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\(field)X-API-Key: \(key.token)\r\n\r\n")
            #expect(beside?.status == 400)
        }
    }

    @Test(arguments: [
        "k=#", "k=Bearer+#", "k=Bearer%20#", "k[x]=#", "k[x=#", "k%5Bx%5D=#", "#", "#=1", "a=1;k=#", "k=%22#%22",
        "k=%7B%22key%22%3A%22#%22%7D", "k=%25@", "a=%7a&b=[#]", "x=y#",
        "k=%2522#%2522",
    ]) func `a key anywhere in a query is refused, however often it is encoded`(template: String) async throws {
        let routes = [GatewayHarness.route(0, "/**"), GatewayHarness.route(1, "/open/**", requiresKey: false)]
        try await self.withEcho(routes: routes) { harness in
            let token = harness.issue().token
            let once = token.utf8.map { "%" + String($0, radix: 16) }.joined()
            let twice = once.replacing("%", with: "%25")
            for text in [token, token.replacing("_", with: "%5F"), once, twice, token.replacing("_", with: "%255f")] {
                let query = template.replacing("#", with: text).replacing("@", with: String(once.dropFirst()))
                for path in ["/a", "/open/a"] {
                    let answer = harness.request(
                        "GET \(path)?\(query) HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n")
                    #expect(answer?.status == 400, "\(path)?\(template) \(text.prefix(8))")
                    #expect(answer?.text.contains("credential_in_query") == true)
                }
            }
        }
    }

    @Test(arguments: [
        "k=gk_live_0123456789ABCDEF_short", "page=2&sort=a_b_c", "q=%25%25%25", "t=a_b_0123456789abcdef_x",
    ]) func `a query without a key passes as it came`(query: String) async throws {
        try await self.withEcho { harness in
            let answer = harness.request("GET /open/a?\(query) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(self.lines(answer).first == "GET /open/a?\(query) HTTP/1.1")
        }
    }
}
