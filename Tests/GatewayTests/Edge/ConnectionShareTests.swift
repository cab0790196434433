import Gateway
import Testing

/// How many connections an address may have, and how fast.
@Suite struct ConnectionShareTests {
    private func with(
        _ configure: @escaping (inout GatewayConfiguration) -> Void, _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        try await EdgeHarness.with(
            configure: { configuration in
                configuration.edge.unboundedPeers = []
                configure(&configuration)
            }, body)
    }

    private func isServed(_ client: RawSocket) -> Bool {
        client.send(EdgeHarness.open)
        return client.receiveMessage()?.status == 200
    }

    @Test func `an address has its share over all loops, and gets it back`() async throws {
        try await self.with({ $0.edge.maximumConnectionsPerAddress = 3 }) { harness in
            var open = (0..<3).map { _ in harness.connect(host: 7) }
            #expect(open.allSatisfy(self.isServed))
            #expect(harness.connect(host: 7).isTurnedAway)
            #expect(self.isServed(harness.connect(host: 8)))
            #expect(harness.protections("address_connections") == 1)
            open[0].finishSending()
            #expect(open[0].receive() == [])
            open.removeFirst()
            // The other side of a close may be seen before the share is given back, on another loop.
            let isServed = (0..<50).contains { _ in
                Pause.briefly()
                return self.isServed(harness.connect(host: 7))
            }
            #expect(isServed)
        }
    }

    @Test func `who opens connections too fast waits`() async throws {
        try await self.with({ configuration in
            configuration.edge.maximumConnectionsPerAddress = 4
            configuration.edge.connectionsPerSecondPerAddress = 1
        }) { harness in
            for _ in 0..<4 {
                let client = harness.connect(host: 7)
                #expect(self.isServed(client))
                client.finishSending()
                #expect(client.receive() == [])
            }
            #expect(harness.connect(host: 7).isTurnedAway)
            #expect(harness.protections("address_rate") == 1)
            #expect(self.isServed(harness.connect(host: 8)))
        }
    }

    @Test func `who keeps connections open for nothing makes room for who comes`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in configuration.maximumConnections = 4 }
        try await EdgeHarness.with(loops: 1, configure: configure) { harness in
            let idle = (0..<4).map { _ in harness.connect() }
            #expect(idle.allSatisfy(self.isServed))
            #expect(self.isServed(harness.connect()))
            #expect(harness.protections("idle_evicted") == 1)
        }
    }

    @Test func `who has not asked yet is not put out`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in configuration.maximumConnections = 2 }
        try await EdgeHarness.with(loops: 1, configure: configure) { harness in
            let begun = (0..<2).map { _ in harness.connect() }
            for client in begun { client.send("GET /open") }
            for _ in 0..<250 where harness.metric("gatehouse_gateway_connections") != 2 { Pause.briefly() }
            let late = harness.connect()
            late.send(EdgeHarness.open)
            #expect(late.receiveMessage()?.status == 503)
            #expect(harness.protections("connections_full") == 1)
            begun[0].send("/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(begun[0].receiveMessage()?.status == 200)
        }
    }
}
