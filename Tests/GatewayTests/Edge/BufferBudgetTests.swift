import Gateway
import HTTPMachines
import Testing

/// What lies in buffers has a bound for all connections together.
@Suite struct BufferBudgetTests {
    private static let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
        guard connection.receiveMessage() != nil else { return }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
        while connection.send([UInt8](repeating: 97, count: 65_536)) {}
    }

    @Test func `who does not take what was asked for is reset when too much lies about`() async throws {
        let upstream = ScriptedUpstream(Self.script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.edge.maximumBufferedBytes = 1_048_576
            configuration.upstreams[0].pool.maximumConnections = 64
        }
        let clients = (0..<32).map { _ in harness.connect(receiveBuffer: 4_096) }
        for client in clients { client.send(EdgeHarness.open) }
        #expect(harness.waitFor("buffers_full"))
        for _ in 0..<250 where harness.metric("gatehouse_gateway_buffered_bytes") ?? .infinity > 1_048_576 {
            Pause.briefly()
        }
        #expect(harness.metric("gatehouse_gateway_buffered_bytes") ?? .infinity <= 1_048_576)
        #expect(harness.metric("gatehouse_gateway_connections") ?? 0 > 0)
        for client in clients { client.reset() }
        for _ in 0..<250 where harness.metric("gatehouse_gateway_buffered_bytes") != 0 { Pause.briefly() }
        #expect(harness.metric("gatehouse_gateway_buffered_bytes") == 0)
        await harness.stop()
    }

    @Test func `what is counted goes with what is done`() async throws {
        try await EdgeHarness.with(configure: { _ in }) { harness in
            let clients = (0..<8).map { _ in harness.connect() }
            for client in clients {
                client.send("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\nGET /open/b HTTP/1.1\r\nHo")
                #expect(client.receiveMessage()?.status == 200)
            }
            // Eight beginnings of a head, in buffers of their own size.
            for _ in 0..<250 where harness.metric("gatehouse_gateway_buffered_bytes") ?? 0 == 0 { Pause.briefly() }
            let held = harness.metric("gatehouse_gateway_buffered_bytes") ?? 0
            #expect(held > 0 && held < 8 * 4_096)
            for client in clients {
                client.send("st: a\r\n\r\n")
                #expect(client.receiveMessage()?.status == 200)
            }
            for _ in 0..<250 where harness.metric("gatehouse_gateway_buffered_bytes") != 0 { Pause.briefly() }
            #expect(harness.metric("gatehouse_gateway_buffered_bytes") == 0)
        }
    }
}
