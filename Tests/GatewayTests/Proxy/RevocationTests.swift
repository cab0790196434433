import Gateway
import HTTPMachines
import Keys
import Testing

/// A revoked key: nothing that begins afterwards, and what is under way is cut.
@Suite struct RevocationTests {
    private static func get(_ token: String) -> String { "GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n" }

    private func withUpstream(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void,
        loops: Int = 2,
        configure: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (GatewayHarness) throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: loops, configure: configure)
        try body(harness)
        await harness.stop()
    }

    private func revoke(_ record: KeyRecord, _ harness: GatewayHarness) {
        var record = record
        record.state = .revoked
        harness.put(record)
    }

    @Test func `the next request is refused, on the same connection too`() async throws {
        try await self.withUpstream({ connection, _ in
            while connection.receiveMessage() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }) { harness in
            for _ in 0..<50 {
                let key = harness.issue()
                let client = harness.connect()
                client.send(Self.get(key.token))
                #expect(client.receiveMessage()?.status == 200)
                self.revoke(key.record, harness)
                client.send(Self.get(key.token))
                #expect(client.receiveMessage()?.status == 401)
            }
        }
    }

    @Test func `a stream is cut without its end, and other keys' streams go on`() async throws {
        let gate = Gate()
        try await self.withUpstream({ connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            gate.wait()
            connection.send("0\r\n\r\n")
            _ = connection.receiveAll()
        }) { harness in
            let doomed = harness.issue()
            let other = harness.issue()
            let clients = [doomed, other].map { key in
                let client = harness.connect()
                client.send(Self.get(key.token))
                #expect(client.receive(limit: 12).map { String(decoding: $0, as: UTF8.self) } == "HTTP/1.1 200")
                return client
            }
            self.revoke(doomed.record, harness)
            let cut = String(decoding: clients[0].receiveAll(), as: UTF8.self)
            #expect(cut.hasSuffix("5\r\nhello\r\n"))
            gate.open()
            gate.open()
            let answer = String(decoding: clients[1].receiveUntil("\r\n0\r\n\r\n"), as: UTF8.self)
            #expect(answer.hasSuffix("5\r\nhello\r\n0\r\n\r\n"))
        }
    }

    @Test(arguments: [(UInt32(0), true), (86_400, false)])
    func `a stream of a token that was replaced is cut when nothing overlaps, and else comes to its end`(
        overlap: UInt32, isCut: Bool
    ) async throws {
        let gate = Gate()
        try await self.withUpstream({ connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            gate.wait()
            connection.send("0\r\n\r\n")
            _ = connection.receiveAll()
        }) { harness in
            let key = harness.issue()
            let client = harness.connect()
            client.send(Self.get(key.token))
            #expect(client.receive(limit: 12).map { String(decoding: $0, as: UTF8.self) } == "HTTP/1.1 200")
            var record = key.record
            let past = record.createdAt
            record.rotation = Rotation(
                id: RotationID { [UInt8](repeating: 7, count: $0) }, newVersion: 2, overlapSeconds: overlap,
                startedAt: past, hardStopAt: past)
            record.versions[0].notAfter = past
            harness.put(record)
            if !isCut { gate.open() }
            let text = String(
                decoding: isCut ? client.receiveAll() : client.receiveUntil("\r\n0\r\n\r\n"), as: UTF8.self)
            #expect(text.hasSuffix(isCut ? "5\r\nhello\r\n" : "5\r\nhello\r\n0\r\n\r\n"))
            if isCut { gate.open() }
        }
    }

    @Test func `a request that waits for its answer is refused`() async throws {
        try await self.withUpstream({ connection, _ in _ = connection.receiveAll() }) { harness in
            let key = harness.issue()
            let client = harness.connect()
            client.send(Self.get(key.token))
            #expect(!client.hasAnswer(within: 50))
            var record = key.record
            record.state = .suspended
            harness.put(record)
            let answer = client.receiveMessage()
            #expect(answer?.status == 401)
            #expect(answer?.text.contains("key_suspended") == true)
        }
    }

    @Test func `a request that waits for a connection is judged again before its first byte`() async throws {
        let gate = Gate()
        let received = Counter()
        try await self.withUpstream(
            { connection, _ in
                while let message = connection.receiveMessage() {
                    if message["x-late"] != nil { received.add() }
                    gate.wait()
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                }
            },
            loops: 1,
            configure: { $0.upstreams[0].pool = PoolLimits(maximumConnections: 1) }
        ) { harness in
            let busy = harness.issue()
            let late = harness.issue()
            let first = (0..<4).map { _ in harness.connect() }
            for client in first { client.send(Self.get(busy.token)) }
            #expect(!first[0].hasAnswer(within: 50))
            let waiting = (0..<4).map { _ in harness.connect() }
            for client in waiting {
                client.send("GET /a HTTP/1.1\r\nHost: a\r\nX-Late: 1\r\nX-API-Key: \(late.token)\r\n\r\n")
            }
            self.revoke(late.record, harness)
            for _ in 0..<16 { gate.open() }
            // Some may have been judged after the revocation, some were waiting: none is admitted.
            for client in waiting { #expect(client.receiveMessage()?.status == 401) }
            for client in first { #expect(client.receiveMessage()?.status == 200) }
            #expect(received.value == 0)
        }
    }

    @Test func `every loop says that it has acted`() async throws {
        try await self.withUpstream({ _, _ in }) { harness in
            let key = harness.issue()
            self.revoke(key.record, harness)
            var acknowledgements = harness.acknowledgements
            for _ in 0..<100 where acknowledgements.acted < acknowledgements.all {
                Pause.briefly()
                acknowledgements = harness.acknowledgements
            }
            #expect(acknowledgements.all == 2)
            #expect(acknowledgements.acted == 2)
        }
    }

    /// Publications that come faster than sweeps may: the last is acted on without anything else happening on the loop.
    @Test func `a storm of publications is acted on to its end`() async throws {
        try await self.withUpstream({ connection, _ in _ = connection.receiveAll() }) { harness in
            let doomed = harness.issue()
            let clients = (0..<20).map { _ in harness.connect() }
            for client in clients { client.send(Self.get(doomed.token)) }
            #expect(!clients[0].hasAnswer(within: 50))
            let key = harness.issue()
            for _ in 0..<300 { harness.put(key.record) }
            self.revoke(doomed.record, harness)
            for client in clients { #expect(client.receiveMessage()?.status == 401) }
            var acknowledgements = harness.acknowledgements
            for _ in 0..<100 where acknowledgements.acted < acknowledgements.all {
                Pause.briefly()
                acknowledgements = harness.acknowledgements
            }
            #expect(acknowledgements == (2, 2))
        }
    }
}
