import Gateway
import HTTPMachines
import Testing

/// What passes in a WebSocket: every byte, both ways, no more of it held than the buffers take.
@Suite struct TunnelTests {
    @Test func `bytes pass both ways, those sent ahead of the answer and behind it too`() async throws {
        try await SocketBench.run({ connection, _ in
            _ = connection.receiveMessage()
            connection.send(Array(SocketBench.agreed.utf8) + SocketBench.frame("hello"))
            while let bytes = connection.receive(), !bytes.isEmpty { connection.send(bytes) }
        }) { bench in
            let client = bench.harness.connect()
            client.send(SocketBench.ask() + "ahead")
            #expect(client.receiveMessage()?.status == 101)
            #expect(client.receive(exactly: 12) == SocketBench.frame("hello") + Array("ahead".utf8))
            for count in [1, 100, 16_384, 16_385, 200_000] {
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                client.send(bytes)
                #expect(client.receive(exactly: count) == bytes)
            }
            #expect(bench.metric("gatehouse_websocket_connections{route=\"/open/**\"}") == 1)
            client.finishSending()
            #expect(client.receive() == [])
        }
    }

    @Test func `a client that ends is still told what its upstream has to say, and an upstream likewise`() async throws
    {
        let heard = Gate()
        try await SocketBench.run({ connection, number in
            _ = connection.receiveMessage()
            connection.send(SocketBench.agreed)
            if number == 0 {
                while let bytes = connection.receive(), !bytes.isEmpty {}
                connection.send("last words")
            } else {
                connection.finishSending()
                if connection.receiveAll() == Array("answer".utf8) { heard.open() }
            }
        }) { bench in
            let first = bench.open()
            first.send("x")
            first.finishSending()
            #expect(first.receiveAll() == Array("last words".utf8))
            let second = bench.open()
            #expect(second.receive() == [])
            second.send("answer")
            second.finishSending()
            heard.wait()
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/open/**\",reason=\"client\"}") == 1)
        }
    }

    @Test func `a client that has ended before the answer is heard of`() async throws {
        let (isAsked, mayAnswer, heard) = (Gate(), Gate(), Gate())
        try await SocketBench.run({ connection, _ in
            _ = connection.receiveMessage()
            isAsked.open()
            mayAnswer.wait()
            connection.send(SocketBench.agreed)
            if connection.receive() == [] { heard.open() }
            connection.send("last words")
        }) { bench in
            let client = bench.harness.connect()
            client.send(SocketBench.ask())
            client.finishSending()
            isAsked.wait()
            for _ in 0..<20 { Pause.briefly() }
            mayAnswer.open()
            #expect(client.receiveMessage()?.status == 101)
            #expect(await offTheTestThreads { heard.opens() })
            #expect(client.receiveAll() == Array("last words".utf8))
        }
    }

    @Test func `who does not read stops the other side, and gets all of it later`() async throws {
        let amount = 8_000_000
        try await SocketBench.run({ connection, number in
            _ = connection.receiveMessage()
            connection.send(SocketBench.agreed)
            if number == 0 {
                connection.send([UInt8](repeating: 7, count: amount))
                _ = connection.receive()
            } else {
                // Reads only when it has been waited for in vain.
                _ = connection.receive(exactly: 1)
                for _ in 0..<10 { Pause.briefly() }
                connection.send("\(connection.receive(exactly: amount).count)")
            }
        }) { bench in
            let slow = bench.harness.connect(receiveBuffer: 4_096)
            slow.send(SocketBench.ask())
            #expect(slow.receiveMessage()?.status == 101)
            for _ in 0..<20 { Pause.briefly() }
            let passed = bench.metric(
                "gatehouse_websocket_transferred_bytes_total{route=\"/open/**\",from=\"upstream\"}")
            #expect(passed ?? .infinity < 8_000_000)
            #expect(bench.metric("gatehouse_gateway_buffered_bytes") ?? 0 < 400_000)
            #expect(slow.receive(exactly: amount).count == amount)
            let fast = bench.open()
            fast.send("!")
            fast.send([UInt8](repeating: 7, count: amount))
            #expect(fast.receive(exactly: 7) == Array("\(amount)".utf8))
        }
    }

    @Test func `a connection that is lost ends the other`() async throws {
        let isOver = Gate()
        try await SocketBench.run({ connection, number in
            _ = connection.receiveMessage()
            connection.send(SocketBench.agreed)
            if number == 0 {
                _ = connection.receive(exactly: 1)
                connection.reset()
            } else if connection.receive()?.isEmpty ?? true {
                isOver.open()
            }
        }) { bench in
            let first = bench.open()
            first.send("x")
            #expect(first.receive()?.isEmpty ?? true)
            let second = bench.open()
            second.reset()
            isOver.wait()
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/open/**\",reason=\"upstream\"}") == 1)
            #expect(bench.metric("gatehouse_websocket_ended_total{route=\"/open/**\",reason=\"client\"}") == 1)
            #expect(bench.metric("gatehouse_websocket_connections{route=\"/open/**\"}") == 0)
        }
    }

    @Test func `it takes none of the connections that requests share`() async throws {
        try await SocketBench.run(
            { connection, _ in
                while let message = connection.receiveMessage() {
                    guard message["upgrade"] == nil else {
                        connection.send(SocketBench.agreed)
                        return _ = connection.receive()
                    }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                }
            },
            configure: { $0.upstreams[0].pool = PoolLimits(maximumConnections: 1) }
        ) { bench in
            let sockets = (0..<5).map { _ in bench.open() }
            #expect(bench.harness.request("GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            #expect(bench.metric("gatehouse_websocket_connections{route=\"/open/**\"}") == Double(sockets.count))
        }
    }

    @Test func `an upstream takes so many requests at a time, and WebSockets are among them`() async throws {
        try await SocketBench.run(configure: { $0.upstreams[0].maximumRequests = 2 }) { bench in
            let sockets = (0..<2).map { _ in bench.open() }
            #expect(bench.harness.request(SocketBench.ask())?.status == 503)
            sockets[0].finishSending()
            #expect(sockets[0].receive() == [])
            #expect(bench.harness.request(SocketBench.ask())?.status == 101)
        }
    }
}
