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

    /// Answers `/open/big` without end, and anything else shortly.
    private static let mixed: @Sendable (RawSocket, Int) -> Void = { connection, _ in
        while let message = connection.receiveMessage() {
            guard message.start.contains("big") else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                continue
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
            while connection.send([UInt8](repeating: 97, count: 65_536)) {}
        }
    }

    /// A client that asks for much and takes nothing of it, once its buffers are full.
    private func addReader(to harness: GatewayHarness, host: UInt8 = 1) -> RawSocket {
        let reader = RawSocket(port: harness.server.port ?? 0, receiveBuffer: 4_096, host: host)
        let before = harness.metric("gatehouse_gateway_buffered_bytes") ?? 0
        reader.send("GET /open/big HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in 0..<25 where harness.metric("gatehouse_gateway_buffered_bytes") ?? 0 <= before { Pause.briefly() }
        for _ in 0..<5 { Pause.briefly() }
        return reader
    }

    @Test func `who lets much lie about does not keep others out for long`() async throws {
        let upstream = ScriptedUpstream(Self.mixed)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.edge.maximumBufferedBytes = 1_048_576
        }
        var readers: [RawSocket] = []
        while readers.count < 32, harness.request(EdgeHarness.open)?.status == 200 {
            readers.append(self.addReader(to: harness))
        }
        #expect(readers.count > 1 && readers.count < 32)
        let isServed = (0..<150).contains { _ in
            Pause.briefly()
            return harness.request(EdgeHarness.open)?.status == 200
        }
        #expect(isServed)
        // Not all had to go.
        #expect(harness.metric("gatehouse_gateway_connections") ?? 0 > 0)
        for reader in readers { reader.reset() }
        await harness.stop()
    }

    @Test func `one address cannot fill the buffers that all share`() async throws {
        let upstream = ScriptedUpstream(Self.mixed)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1) { configuration in
            configuration.edge.maximumBufferedBytes = 4_194_304
            configuration.edge.unboundedPeers = []
        }
        var readers: [RawSocket] = []
        for _ in 0..<16 {
            readers.append(self.addReader(to: harness, host: 7))
            #expect(harness.request(EdgeHarness.open)?.status == 200)
        }
        #expect(harness.protections("buffers_full") > 0)
        for reader in readers { reader.reset() }
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
