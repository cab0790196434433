import Gateway
import HTTPMachines
import Testing

/// How large a request's body may be, by default, by configuration and by route.
@Suite struct BodyLimitTests {
    /// `/small` takes 10 bytes, `/any` any number, everything else what the gateway allows.
    private func withHarness(
        configure: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (GatewayHarness) throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Body: \(message.body.count)\r\n\r\nok")
            }
        }
        var routes = [
            GatewayHarness.route(0, "/small", requiresKey: false), GatewayHarness.route(1, "/any", requiresKey: false),
            GatewayHarness.route(2, "/rest/**", requiresKey: false),
        ]
        routes[0].maximumBodyBytes = 10
        routes[1].maximumBodyBytes = .max
        let harness = try await GatewayHarness(upstreamPort: upstream.port, routes: routes, configure: configure)
        try body(harness)
        await harness.stop()
    }

    private static func post(_ path: String, length: UInt64) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n"
    }

    private static func chunked(_ path: String, _ count: Int) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + String(repeating: "1\r\nx\r\n", count: count) + "0\r\n\r\n"
    }

    @Test func `the default is 100 MiB, told at the head`() async throws {
        try await self.withHarness { harness in
            #expect(GatewayConfiguration.defaultMaximumBodyBytes == 100 << 20)
            let refused = harness.request(Self.post("/rest/a", length: (100 << 20) + 1))
            #expect(refused?.status == 413)
            #expect(refused?.text.contains("\"code\":\"content_too_large\"") == true)
            #expect(refused?["connection"] == "close")
            let client = harness.connect()
            client.send(Self.post("/rest/a", length: 100 << 20))
            #expect(!client.hasAnswer(within: 50))
        }
    }

    @Test func `a route's own bound comes before the gateway's, in both directions`() async throws {
        try await self.withHarness(configure: { $0.bodyLimits.maximumBodyBytes = 20 }) { harness in
            for (path, most) in [("/small", 10), ("/rest/a", 20)] {
                let whole = Self.post(path, length: UInt64(most)) + String(repeating: "x", count: most)
                let passing = harness.request(whole)
                #expect(passing?["x-body"] == String(most))
                #expect(harness.request(Self.post(path, length: UInt64(most) + 1))?.status == 413)
                #expect(harness.request(Self.chunked(path, most))?["x-body"] == String(most))
                #expect(harness.request(Self.chunked(path, most + 1))?.status == 413)
            }
            let large = String(repeating: "x", count: 100_000)
            #expect(harness.request(Self.post("/any", length: 100_000) + large)?["x-body"] == "100000")
            let client = harness.connect()
            client.send(Self.post("/any", length: 10_000_000_000))
            #expect(!client.hasAnswer(within: 50))
        }
    }

    @Test func `a chunked body that grows too large is refused where it does, and its upstream is closed`() async throws
    {
        try await self.withHarness { harness in
            let client = harness.connect()
            client.send("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n")
            #expect(!client.hasAnswer(within: 50))
            client.send("ffffffff\r\n")
            let answer = client.receiveMessage()
            #expect(answer?.status == 413)
            #expect(answer?["connection"] == "close")
        }
    }

    @Test func `a bound of nothing lets requests without a body pass`() async throws {
        try await self.withHarness(configure: { $0.bodyLimits.maximumBodyBytes = 0 }) { harness in
            #expect(harness.request("GET /rest/a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            #expect(harness.request(Self.post("/rest/a", length: 0))?.status == 200)
            #expect(harness.request(Self.chunked("/rest/a", 0))?.status == 200)
            #expect(harness.request(Self.post("/rest/a", length: 1))?.status == 413)
            #expect(harness.request(Self.chunked("/rest/a", 1))?.status == 413)
        }
    }
}
