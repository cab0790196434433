import Gateway
import Testing

/// Clients that take their time: each is bounded, and counted by what it did.
@Suite struct SlowClientTests {
    private func with(
        upstream script: @escaping @Sendable (RawSocket, Int) -> Void = { connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        },
        _ configure: @escaping (inout GatewayConfiguration) -> Void, _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1, configure: configure)
        try await body(harness)
        await harness.stop()
    }

    /// Sends byte after byte until an answer comes; how many were sent.
    private func trickle(_ byte: String, on client: RawSocket, most: Int = 500) -> Int {
        for count in 0..<most {
            if client.hasAnswer(within: 20) { return count }
            client.send(byte)
        }
        return most
    }

    @Test func `a head that comes byte by byte is 408 when its time is over`() async throws {
        try await self.with({ $0.headTimeout = .milliseconds(200) }) { harness in
            let client = harness.connect()
            client.send("GET /open/a HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            #expect(self.trickle("a", on: client) < 400)
            #expect(client.receiveMessage()?.status == 408)
            #expect(harness.protections("head_slow") == 1)
        }
    }

    @Test func `a body that trickles in is 408, though each byte is progress`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(200)
        }
        try await self.with(configure) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            #expect(self.trickle("a", on: client) < 400)
            let answer = client.receiveMessage()
            #expect(answer?.status == 408)
            #expect(answer?["connection"] == "close")
            #expect(harness.protections("upload_slow") == 1)
        }
    }

    @Test func `chunks with more extension than content are as slow as their content`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(200)
        }
        try await self.with(configure) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(self.trickle("1;a\r\nx\r\n", on: client) < 400)
            #expect(client.receiveMessage()?.status == 408)
        }
    }

    @Test func `extensions of chunks have a bound`() async throws {
        try await self.with({ _ in }) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "1;" + String(repeating: "a", count: 120) + "\r\nx\r\n"
            for _ in 0..<200 { client.send(chunk) }
            #expect(client.receiveMessage()?.status == 400)
            #expect(harness.protections("chunk_extensions") == 1)
        }
    }

    @Test func `a body at the speed it has to have comes through`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(300)
            configuration.edge.minimumUploadRate = 100
        }
        try await self.with(configure) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
            for _ in 0..<50 {
                #expect(!client.hasAnswer(within: 20))
                client.send(String(repeating: "a", count: 20))
            }
            #expect(client.receiveMessage()?.status == 200)
            #expect(harness.protections("upload_slow") == 0)
        }
    }

    @Test func `a body that waits for its upstream is not the client's to hurry`() async throws {
        let gate = Gate()
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            gate.wait()
            if connection.receiveMessage() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
        }
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(500)
        }
        try await self.with(upstream: script, configure) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array(("1000\r\n" + String(repeating: "a", count: 4_096) + "\r\n").utf8)
            // Until all buffers on the way are full.
            while client.canSend(within: 300) { client.send(chunk) }
            #expect(!client.hasAnswer(within: 1_500))
            gate.open()
            #expect(await offTheTestThreads { client.send("0\r\n\r\n") })
            #expect(await offTheTestThreads { client.receiveMessage()?.status } == 200)
            #expect(harness.protections("upload_slow") == 0)
        }
    }

    @Test func `an answer that nobody takes is cut, and its upstream let go`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(200)
        }
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
            while connection.send([UInt8](repeating: 97, count: 65_536)) {}
        }
        try await self.with(upstream: script, configure) { harness in
            let client = harness.connect(receiveBuffer: 4_096)
            client.send(EdgeHarness.open)
            // A byte now and then is no reading.
            var isCut = false
            for _ in 0..<500 where !isCut {
                Pause.briefly()
                _ = client.receive(limit: 1)
                isCut = harness.protections("download_slow") == 1
            }
            #expect(isCut)
            #expect(harness.metric("gatehouse_gateway_connections") ?? 1 <= 1)
        }
    }

    /// Answers with so many bytes.
    private static func large(_ count: Int) -> @Sendable (RawSocket, Int) -> Void {
        { connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
            var left = count
            while left > 0, connection.send([UInt8](repeating: 97, count: min(left, 65_536))) { left -= 65_536 }
        }
    }

    @Test func `who reads steadily is not slow, though the kernel holds far more than is read`() async throws {
        // The other side's kernel may acknowledge as little as twice in that.
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .seconds(5)
        }
        try await self.with(upstream: Self.large(50_000_000), configure) { harness in
            let client = harness.connect(receiveBuffer: 65_536)
            client.send(EdgeHarness.open)
            // A hundred times what is asked for, and for longer than that.
            let isServed = await offTheTestThreads {
                (0..<400).allSatisfy { _ in
                    Pause.briefly()
                    return client.receive(limit: 2_000)?.isEmpty == false
                }
            }
            #expect(isServed)
            #expect(harness.protections("download_slow") == 0)
            client.reset()
        }
    }

    @Test func `an answer rests while its reader does, whatever its upstream has to keep to`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.upstreams[0].responseIdleTimeout = .milliseconds(200)
        }
        try await self.with(upstream: Self.large(20_000_000), configure) { harness in
            let client = harness.connect(receiveBuffer: 65_536)
            client.send(EdgeHarness.open)
            for _ in 0..<50 { Pause.briefly() }
            let answer = await offTheTestThreads { client.receiveMessage() }
            #expect(answer?.isWhole == true)
        }
    }

    @Test func `answers that are done and that nobody takes are cut as well`() async throws {
        let configure = { (configuration: inout GatewayConfiguration) in
            configuration.edge.slowClientTimeout = .milliseconds(200)
        }
        let script: @Sendable (RawSocket, Int) -> Void = { connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n")
                connection.send([UInt8](repeating: 97, count: 30_000))
            }
        }
        try await self.with(upstream: script, configure) { harness in
            let client = harness.connect(receiveBuffer: 4_096)
            for _ in 0..<2_000 where client.canSend(within: 0) { client.send(EdgeHarness.open) }
            #expect(harness.waitFor("download_slow"))
        }
    }
}
