import Foundation
import Gateway
import HTTPMachines
import Keys
import Testing

/// 502, 503 and 504 told apart, and what is tried again.
@Suite struct UpstreamFailureTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let post = "POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

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

    private func code(_ message: Message?) -> String? {
        let json = message.flatMap { try? JSONSerialization.jsonObject(with: Data($0.body)) } as? [String: Any]
        return json?["code"] as? String
    }

    @Test func `an upstream that is not there is 502`() async throws {
        let port = ScriptedUpstream { _, _ in }.port
        let harness = try await GatewayHarness(upstreamPort: port)
        let client = harness.connect()
        for _ in 0..<3 {
            client.send(Self.open)
            let answer = client.receiveMessage()
            #expect(answer?.status == 502)
            #expect(self.code(answer) == "upstream_unreachable")
        }
        await harness.stop()
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "HTTP/1.1 999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    ]) func `an answer that breaks the protocol is 502`(text: String) async throws {
        try await self.withUpstream({ connection, _ in
            _ = connection.receiveMessage()
            connection.send(text)
        }) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.status == 502)
            #expect(self.code(answer) == "upstream_malformed")
        }
    }

    @Test func `a connection that closes before it answers is 502`() async throws {
        try await self.withUpstream({ connection, _ in _ = connection.receiveMessage() }) { harness in
            let answer = harness.request(Self.post)
            #expect(answer?.status == 502)
            #expect(self.code(answer) == "upstream_unreachable")
        }
    }

    @Test func `an upstream that keeps silent is 504`() async throws {
        try await self.withUpstream(
            { connection, _ in _ = connection.receiveAll() },
            configure: { $0.upstreams[0].responseTimeout = .milliseconds(100) }
        ) { harness in
            let client = harness.connect()
            for request in [Self.open, Self.post] {
                client.send(request)
                let answer = client.receiveMessage()
                #expect(answer?.status == 504)
                #expect(self.code(answer) == "upstream_timeout")
            }
        }
    }

    @Test func `a busy upstream is 503 when the queue is full or the wait too long`() async throws {
        let gate = Gate()
        try await self.withUpstream(
            { connection, _ in
                while connection.receiveMessage() != nil {
                    gate.wait()
                    connection.send(Self.ok)
                }
            },
            loops: 1,
            configure: { configuration in
                configuration.upstreams[0].pool = PoolLimits(
                    maximumConnections: 1, maximumWaiters: 1, waitTimeout: 100_000_000)
            }
        ) { harness in
            // One is taken, one is queued, the others are refused; the queued one waits too long.
            let clients = (0..<8).map { _ in harness.connect() }
            for client in clients { client.send(Self.open) }
            let refused = clients.compactMap { client -> Message? in
                // The queued and the refused ones are answered by the gateway; the others wait for the gate.
                client.hasAnswer(within: 2_000) ? client.receiveMessage() : nil
            }
            #expect(refused.count == 7)
            #expect(refused.allSatisfy { $0.status == 503 && $0["retry-after"] != nil })
            #expect(refused.allSatisfy { self.code($0) == "upstream_unavailable" })
            for _ in 0..<8 { gate.open() }
        }
    }

    @Test func `a request that waits in vain is answered however much of its body has come meanwhile`() async throws {
        let gate = Gate()
        try await self.withUpstream(
            { connection, _ in
                guard connection.receiveMessage() != nil else { return }
                gate.wait()
                connection.send(Self.ok)
            }, loops: 1,
            configure: { configuration in
                configuration.upstreams[0].pool = PoolLimits(maximumConnections: 1, waitTimeout: 300_000_000)
            }
        ) { harness in
            let holder = harness.connect()
            holder.send(Self.open)
            // Whoever is answered has had everybody before it seen.
            #expect(harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 401)
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n")
            client.send([UInt8](repeating: 0x61, count: 200_000))
            #expect(client.receiveMessage()?.status == 503)
            gate.open()
            #expect(holder.receiveMessage()?.status == 200)
        }
    }

    @Test func `a response that breaks off is cut off and not finished for it`() async throws {
        try await self.withUpstream({ connection, _ in
            _ = connection.receiveMessage()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        }) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.status == 200)
            #expect(answer?.isWhole == false)
        }
    }

    @Test func `what came before a response that breaks off is not lost`() async throws {
        let size = 8_000_000
        try await self.withUpstream({ connection, _ in
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            connection.send([UInt8](repeating: 0x61, count: size))
            guard connection.receiveMessage() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
        }) { harness in
            // Reads so slowly that the end of the first still lies with the gateway when the second breaks off.
            let client = harness.connect(receiveBuffer: 4_096)
            client.send(Self.open + Self.open)
            #expect(client.receiveMessage()?.body.count == size)
            let answer = client.receiveMessage()
            #expect(answer?.text == "hello")
            #expect(answer?.isWhole == false)
        }
    }

    @Test func `a response that stops is cut off`() async throws {
        try await self.withUpstream(
            { connection, _ in
                _ = connection.receiveMessage()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
                _ = connection.receiveAll()
            },
            configure: { $0.upstreams[0].responseIdleTimeout = .milliseconds(100) }
        ) { harness in
            let answer = harness.request(Self.open)
            #expect(answer?.status == 200)
            #expect(answer?.isWhole == false)
        }
    }

    @Test func `an idle connection that the upstream closed never surfaces`() async throws {
        try await self.withUpstream({ connection, _ in
            // One answer, then gone without a word: the next request may already be on its way.
            guard connection.receiveMessage() != nil else { return }
            connection.send(Self.ok)
        }) { harness in
            let client = harness.connect()
            var statuses: [Int: Int] = [:]
            for _ in 0..<1000 {
                client.send(Self.open)
                statuses[client.receiveMessage()?.status ?? 0, default: 0] += 1
            }
            #expect(statuses == [200: 1000])
        }
    }

    @Test func `a request with a body that may not be repeated is sent once`() async throws {
        let received = Counter()
        try await self.withUpstream(
            { connection, number in
                if number == 0 {
                    _ = connection.receiveMessage()
                    connection.send(Self.ok)
                    if connection.receiveMessage() != nil { received.add() }
                } else if connection.receiveMessage() != nil {
                    received.add()
                    connection.send(Self.ok)
                }
            }, configure: { _ in }
        ) { harness in
            let client = harness.connect()
            client.send(Self.open)
            #expect(client.receiveMessage()?.status == 200)
            client.send(Self.post)
            #expect(client.receiveMessage()?.status == 502)
            #expect(received.value == 1)
        }
    }

    @Test func `a PUT whose body went along is repeated whole on a fresh connection`() async throws {
        try await self.withUpstream({ connection, number in
            guard connection.receiveMessage() != nil else { return }
            connection.send(Self.ok)
            guard let second = connection.receiveMessage(), number > 0 else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(second.body.count)\r\n\r\n\(second.text)")
        }) { harness in
            let client = harness.connect()
            client.send(Self.open)
            #expect(client.receiveMessage()?.status == 200)
            client.send("PUT /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
            #expect(client.receiveMessage()?.status == 200)
        }
    }

    @Test func `what was sent behind a request is answered when that has waited too long`() async throws {
        try await self.withUpstream(
            { connection, number in
                guard number > 0 else {
                    _ = connection.receiveAll()
                    return
                }
                while connection.receiveMessage() != nil { connection.send(Self.ok) }
            },
            configure: { $0.upstreams[0].responseTimeout = .milliseconds(100) }
        ) { harness in
            let client = harness.connect()
            client.send(Self.open + Self.open)
            #expect(client.receiveMessage()?.status == 504)
            #expect(client.receiveMessage()?.status == 200)
        }
    }

    @Test func `a request that is tried again has the place of the connection it lost`() async throws {
        try await self.withUpstream(
            { connection, number in
                guard connection.receiveMessage() != nil else { return }
                connection.send(Self.ok)
                guard connection.receiveMessage() != nil, number > 0 else { return }
                connection.send(Self.ok)
            }, loops: 1,
            configure: { $0.upstreams[0].pool = PoolLimits(maximumConnections: 1, maximumWaiters: 0) }
        ) { harness in
            let client = harness.connect()
            for _ in 0..<2 {
                client.send(Self.open)
                #expect(client.receiveMessage()?.status == 200)
            }
        }
    }

    @Test func `what was sent behind a request is answered when that finds no place for another try`() async throws {
        let (isWaiting, isDone) = (Gate(), Gate())
        try await self.withUpstream(
            { connection, number in
                guard connection.receiveMessage() != nil else { return }
                connection.send(Self.ok)
                guard number == 0 else { return isDone.wait() }
                _ = connection.receiveMessage()
                isWaiting.wait()
            }, loops: 1,
            configure: { $0.upstreams[0].pool = PoolLimits(maximumConnections: 1, maximumWaiters: 1) }
        ) { harness in
            let (client, other) = (harness.connect(), harness.connect())
            client.send(Self.open)
            #expect(client.receiveMessage()?.status == 200)
            client.send(Self.open + Self.open)
            other.send(Self.open)
            // The gateway has seen both when it answers whoever comes last.
            #expect(harness.request(Self.open)?.status == 503)
            isWaiting.open()
            // Whoever waited comes first: the place is theirs.
            #expect(client.receiveMessage()?.status == 503)
            #expect(client.receiveMessage()?.status == 503)
            #expect(other.receiveMessage()?.status == 200)
            isDone.open()
        }
    }

    @Test func `a connection goes past all who waited for it in vain`() async throws {
        let gate = Gate()
        try await self.withUpstream(
            { connection, _ in
                while connection.receiveMessage() != nil {
                    gate.wait()
                    connection.send(Self.ok)
                }
            }, loops: 1,
            configure: { $0.upstreams[0].pool = PoolLimits(maximumConnections: 1) }
        ) { harness in
            let end = GatewayHarness.now.adding(seconds: 1)
            let token = harness.issue { $0.expiry = .at(end) }.token
            let holder = harness.connect()
            holder.send(Self.open)
            let waiting = (0..<5).map { _ in harness.connect() }
            for client in waiting { client.send("GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(token)\r\n\r\n") }
            let last = harness.connect()
            // Whoever is answered has had everybody before it seen.
            #expect(harness.request("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 401)
            last.send(Self.open)
            while GatewayHarness.now <= end { Pause.briefly() }
            for _ in 0..<2 { gate.open() }
            #expect(holder.receiveMessage()?.status == 200)
            for client in waiting { #expect(client.receiveMessage()?.status == 401) }
            #expect(last.receiveMessage()?.status == 200)
        }
    }
}
