import Gateway
import Testing

/// Slow clients, silent clients, and the end of the gateway itself.
@Suite struct ClientTimeoutTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func withHarness(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void = { connection, _ in
            while connection.receiveMessage() != nil { connection.send(ClientTimeoutTests.ok) }
        },
        configure: (inout GatewayConfiguration) -> Void, _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, configure: configure)
        try await body(harness)
        await harness.stop()
    }

    @Test func `a head that does not come is 408 once it has begun, and a close before`() async throws {
        try await self.withHarness(configure: { $0.headTimeout = .milliseconds(100) }) { harness in
            let slow = harness.connect()
            slow.send("GET / HT")
            #expect(slow.receiveMessage()?.status == 408)
            #expect(slow.receive() == [])
            let silent = harness.connect()
            #expect(silent.receive() == [])
        }
    }

    @Test func `a body that does not come is 408 and its upstream is closed`() async throws {
        try await self.withHarness(configure: { $0.bodyIdleTimeout = .milliseconds(100) }) { harness in
            let slow = harness.connect()
            slow.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhel")
            let answer = slow.receiveMessage()
            #expect(answer?.status == 408)
            #expect(answer?["connection"] == "close")
        }
    }

    @Test func `a connection that stays silent between requests is closed`() async throws {
        try await self.withHarness(configure: { $0.keepAliveTimeout = .milliseconds(100) }) { harness in
            let client = harness.connect()
            client.send(Self.open)
            #expect(client.receiveMessage()?.status == 200)
            #expect(client.receive() == [])
        }
    }

    @Test func `beyond its connections the gateway answers 503 and closes`() async throws {
        try await self.withHarness(configure: { $0.maximumConnections = 2 }) { harness in
            let clients = (0..<6).map { _ in harness.connect() }
            for client in clients { client.send("GET /open") }
            #expect(harness.waitFor("connections_full", atLeast: 4))
            for client in clients { client.send(String(Self.open.dropFirst(9))) }
            let served = clients.filter { $0.receiveMessage()?.status == 200 }
            #expect((1...2).contains(served.count))
        }
    }

    @Test func `a shutdown lets the request in flight finish and closes the idle`() async throws {
        let gate = Gate()
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
            gate.wait()
            connection.send("k")
        }
        try await self.withHarness(script, configure: { _ in }) { harness in
            let idle = harness.connect()
            // An answer shows that it is accepted: what still waits in the listener's queue is reset with it.
            idle.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(idle.receiveMessage()?.status == 401)
            let busy = harness.connect()
            busy.send(Self.open)
            #expect(busy.receive(limit: 12).map { String(decoding: $0, as: UTF8.self) } == "HTTP/1.1 200")
            async let stopped: Void = harness.stop()
            await #expect(offTheTestThreads { idle.receive() } == [])
            gate.open()
            let rest = await offTheTestThreads { String(decoding: busy.receiveAll(), as: UTF8.self) }
            #expect(rest.hasSuffix("\r\n\r\nok"))
            await stopped
            let late = harness.connect()
            late.send(Self.open)
            #expect(late.receiveMessage() == nil)
        }
    }

    @Test func `an address of another machine is said in one sentence`() async throws {
        let error = await #expect(throws: GatewayError.self) {
            _ = try await GatewayHarness(upstreamPort: 1, configure: { $0.address = "192.0.2.1" })
        }
        #expect(error?.message == "cannot listen on 192.0.2.1:0: this machine does not have the address")
    }

    @Test func `a port that is taken is said in one sentence`() async throws {
        try await self.withHarness(configure: { _ in }) { harness in
            let port = harness.server.port ?? 0
            let error = await #expect(throws: GatewayError.self) {
                _ = try await GatewayHarness(upstreamPort: 1, configure: { $0.port = port })
            }
            #expect(error?.code == .listenFailed)
            #expect(error?.message == "cannot listen on 127.0.0.1:\(port): another process is using the port")
        }
    }
}
