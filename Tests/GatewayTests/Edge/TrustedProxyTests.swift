import Gateway
import HTTPMachines
import Keys
import Testing

/// What proxies of ours say of a client is believed, what anybody else says is not.
@Suite struct TrustedProxyTests {
    private func with(
        _ configure: @escaping (inout EdgeSettings) -> Void = { _ in }, _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        try await EdgeHarness.with(
            configure: { configuration in
                configuration.edge.trustedProxies = EdgeHarness.networks("127.0.0.9", "10.0.0.0/8")
                configure(&configuration.edge)
            }, body)
    }

    private func request(_ fields: String...) -> String {
        "GET /open/a HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private func forwarded(_ client: RawSocket) -> [String] {
        let lines = client.receiveMessage()?.text.split(separator: "\n").map(String.init) ?? []
        return lines.filter { $0.hasPrefix("x-forwarded") || $0.hasPrefix("forwarded") }
    }

    @Test func `the client is whom the proxy names, anew for each request`() async throws {
        try await self.with { harness in
            let proxy = harness.connect(host: 9)
            proxy.send(
                self.request(
                    "X-Forwarded-For: 203.0.113.1", "X-Forwarded-For: 192.0.2.1, 10.0.0.1", "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: shop.example.com", "Forwarded: for=203.0.113.2"))
            #expect(
                self.forwarded(proxy) == [
                    "x-forwarded-for: 192.0.2.1", "x-forwarded-host: shop.example.com", "x-forwarded-proto: https",
                ])
            proxy.send(self.request())
            #expect(
                self.forwarded(proxy) == [
                    "x-forwarded-for: 127.0.0.9", "x-forwarded-host: a", "x-forwarded-proto: http",
                ])
        }
    }

    @Test func `a trace is passed on as it came, whoever sends it`() async throws {
        try await self.with { harness in
            for host in [8, 9] as [UInt8] {
                let client = harness.connect(host: host)
                let fields = [
                    "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate: a=1,b=2",
                ]
                client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\(fields[0])\r\n\(fields[1])\r\n\r\n")
                let lines = client.receiveMessage()?.text.split(separator: "\n").map(String.init) ?? []
                #expect(lines.filter { $0.hasPrefix("trace") } == fields)
            }
        }
    }

    @Test(arguments: [
        "", "traceparent: garbage\r\ntracestate: a=1\r\n",
        "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01\r\nTraceState: a=1\r\n",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\ntracestate: a=1\r\n"
            + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01\r\n",
    ])
    func `a trace begins with a request that names none, or none that is valid`(fields: String) async throws {
        for percent in [100, 0] {
            try await self.with({ $0.traceSampledPercent = percent }) { harness in
                var seen: Set<Substring> = []
                for _ in 0..<20 {
                    let client = harness.connect(host: 8)
                    client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                    let lines = Self.traceLines(client.receiveMessage())
                    #expect(lines.count == 1)
                    let form = /traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])/
                    let match = try #require(lines.first?.wholeMatch(of: form))
                    #expect(match.3 == (percent == 100 ? "01" : "00"))
                    #expect(TraceParent(Array("00-\(match.1)-\(match.2)-01".utf8).span) != nil)
                    seen.formUnion([match.1, match.2])
                }
                #expect(seen.count == 40)
            }
        }
        try await self.with({ $0.traceparent = .pass }) { harness in
            let client = harness.connect(host: 8)
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(Self.traceLines(client.receiveMessage()).count == fields.split(separator: "\r\n").count)
        }
    }

    private static func traceLines(_ echo: Message?) -> [Substring] {
        echo?.text.split(separator: "\n").filter { $0.hasPrefix("trace") } ?? []
    }

    @Test func `whoever is no proxy of ours is the client, whatever it says`() async throws {
        try await self.with { harness in
            let client = harness.connect(host: 8)
            client.send(self.request("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https"))
            #expect(
                self.forwarded(client) == [
                    "x-forwarded-for: 127.0.0.8", "x-forwarded-host: a", "x-forwarded-proto: http",
                ])
        }
    }

    @Test func `where the standard field is read, the others are not`() async throws {
        try await self.with({ $0.forwardedRead = .forwarded }) { harness in
            let proxy = harness.connect(host: 9)
            proxy.send(
                self.request(
                    "X-Forwarded-For: 203.0.113.1", "Forwarded: for=192.0.2.1;proto=https;host=\"b:1\", for=10.1.1.1"))
            #expect(
                self.forwarded(proxy) == [
                    "x-forwarded-for: 192.0.2.1", "x-forwarded-host: b:1", "x-forwarded-proto: https",
                ])
        }
    }

    @Test(arguments: ["X-Forwarded-For: 192.0.2.1, nobody knows", "X-Forwarded-For: 192.0.2.1,,999.1.1.1"])
    func `a request that may be anybody's is refused, and ends its connection`(field: String) async throws {
        try await self.with { harness in
            let proxy = harness.connect(host: 9)
            proxy.send(self.request(field))
            let answer = proxy.receiveMessage()
            #expect(answer?.status == 400)
            #expect(answer?["connection"] == "close")
            #expect(harness.protections("forwarded_unreadable") == 1)
        }
    }

    @Test func `upstreams get the form that is set`() async throws {
        try await self.with({ $0.forwardedWrite = .forwarded }) { harness in
            let proxy = harness.connect(host: 9)
            proxy.send(self.request("X-Forwarded-For: 2001:db8::1", "X-Forwarded-Proto: https"))
            #expect(self.forwarded(proxy) == ["forwarded: for=\"[2001:db8::1]\";host=\"a\";proto=https"])
        }
        try await self.with({ $0.forwardedWrite = .both }) { harness in
            let client = harness.connect(host: 8)
            client.send(self.request())
            #expect(
                self.forwarded(client) == [
                    "x-forwarded-for: 127.0.0.8", "x-forwarded-host: a", "x-forwarded-proto: http",
                    "forwarded: for=127.0.0.8;host=\"a\";proto=http",
                ])
        }
    }

    @Test func `a key is held to its networks by the client's address`() async throws {
        try await self.with { harness in
            let network = EdgeHarness.networks("192.0.2.0/24")
            let token = harness.issue { $0.restrictions = Restrictions(allowedAddresses: network) }.token
            let proxy = harness.connect(host: 9)
            for (address, status) in [("192.0.2.1", 200), ("203.0.113.1", 403)] {
                proxy.send(
                    "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\nX-Forwarded-For: 192.0.2.9, \(address)\r\n\r\n"
                )
                #expect(proxy.receiveMessage()?.status == status)
            }
        }
    }
}
