import Gateway
import Testing

/// The header of the PROXY protocol over real connections.
@Suite struct ProxyProtocolTests {
    private static let line = "PROXY TCP4 192.0.2.7 198.51.100.2 4711 443\r\n"
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]

    private func with(
        trusting networks: String = "127.0.0.0/8", _ configure: @escaping (inout EdgeSettings) -> Void = { _ in },
        _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        try await EdgeHarness.with(
            configure: { configuration in
                configuration.edge.proxyProtocol = .required
                configuration.edge.trustedProxies = EdgeHarness.networks(networks)
                configure(&configuration.edge)
            }, body)
    }

    private func origin(_ client: RawSocket) -> String? {
        let answer = client.receiveMessage()
        return answer?.text.split(separator: "\n").first { $0.hasPrefix("x-forwarded-for: ") }.map {
            String($0.dropFirst(17))
        }
    }

    @Test func `upstreams are told of the client that a line names, for every request of the connection`() async throws
    {
        try await self.with { harness in
            let client = harness.connect()
            client.send(Self.line + EdgeHarness.open)
            #expect(self.origin(client) == "192.0.2.7")
            client.send(EdgeHarness.open)
            #expect(self.origin(client) == "192.0.2.7")
        }
    }

    @Test func `a header may come in pieces, and what follows it is not lost`() async throws {
        try await self.with { harness in
            let client = harness.connect()
            for byte in Self.line.utf8 {
                client.send([byte])
                Pause.briefly()
            }
            client.send(EdgeHarness.open)
            #expect(self.origin(client) == "192.0.2.7")
        }
    }

    @Test func `version 2 is read as well, with what follows its addresses`() async throws {
        try await self.with { harness in
            let six: [UInt8] = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]
            let client = harness.connect()
            let rest = six + six + [1, 2, 3, 4] + [0xea, 0, 2, 5, 5]
            client.send(Self.signature + [0x21, 0x21, 0, UInt8(rest.count)] + rest + Array(EdgeHarness.open.utf8))
            #expect(self.origin(client) == "2001:db8::9")
        }
    }

    @Test func `a proxy that connects for itself is the client`() async throws {
        try await self.with { harness in
            for header in [Self.signature + [0x20, 0, 0, 0], Array("PROXY UNKNOWN\r\n".utf8)] {
                let client = harness.connect(host: 5)
                client.send(header + Array(EdgeHarness.open.utf8))
                #expect(self.origin(client) == "127.0.0.5")
            }
        }
    }

    @Test func `a connection without a header is reset before anything is read of it`() async throws {
        try await self.with { harness in
            let client = harness.connect()
            client.send(EdgeHarness.open)
            #expect(client.isTurnedAway)
            #expect(harness.protections("proxy_malformed") == 1)
        }
    }

    @Test func `whoever is not trusted is not heard`() async throws {
        try await self.with(trusting: "127.0.0.9") { harness in
            let stranger = harness.connect(host: 8)
            stranger.send(Self.line + EdgeHarness.open)
            #expect(stranger.isTurnedAway)
            #expect(harness.protections("proxy_untrusted") == 1)
            let proxy = harness.connect(host: 9)
            proxy.send(Self.line + EdgeHarness.open)
            #expect(self.origin(proxy) == "192.0.2.7")
        }
    }

    @Test func `a header that does not come in time ends the connection`() async throws {
        try await self.with({ $0.proxyHeaderTimeout = .milliseconds(100) }) { harness in
            let client = harness.connect()
            client.send("PROXY TCP4 192.")
            #expect(client.isTurnedAway)
            #expect(harness.protections("proxy_slow") == 1)
        }
    }

    @Test func `a check that only connects disturbs nobody`() async throws {
        try await self.with { harness in
            harness.connect().finishSending()
            let client = harness.connect()
            client.send(Self.line + EdgeHarness.open)
            #expect(self.origin(client) == "192.0.2.7")
            #expect(harness.protections("proxy_malformed") == 0)
        }
    }

    @Test func `the address that is named has its share of connections`() async throws {
        try await self.with({ $0.maximumConnectionsPerAddress = 1 }) { harness in
            let first = harness.connect()
            first.send(Self.line + EdgeHarness.open)
            #expect(self.origin(first) == "192.0.2.7")
            let second = harness.connect()
            second.send(Self.line + EdgeHarness.open)
            #expect(second.isTurnedAway)
            let other = harness.connect()
            other.send("PROXY TCP4 192.0.2.8 198.51.100.2 4711 443\r\n" + EdgeHarness.open)
            #expect(self.origin(other) == "192.0.2.8")
            #expect(harness.protections("address_connections") == 1)
        }
    }

    @Test func `who keeps connections open for nothing makes room for who comes by a proxy`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.maximumConnections = 3
            configuration.edge.proxyProtocol = .required
            configuration.edge.trustedProxies = EdgeHarness.networks("127.0.0.0/8")
        }
        try await EdgeHarness.with(loops: 1, configure: configure) { harness in
            let idle = (0..<3).map { _ in harness.connect() }
            for client in idle {
                client.send(Self.line + EdgeHarness.open)
                #expect(self.origin(client) == "192.0.2.7")
            }
            let late = harness.connect()
            late.send(Self.line + EdgeHarness.open)
            #expect(self.origin(late) == "192.0.2.7")
            #expect(harness.protections("idle_evicted") == 1)
            #expect(harness.protections("connections_full") == 0)
        }
    }

    @Test func `a shutdown does not wait for who has not said whose he is`() async throws {
        try await self.with { harness in
            let client = harness.connect()
            client.send("PROXY")
            let busy = harness.connect()
            busy.send(Self.line + EdgeHarness.open)
            #expect(self.origin(busy) == "192.0.2.7")
            await harness.stop()
            #expect(client.receive()?.isEmpty ?? true)
        }
    }
}
