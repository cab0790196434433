import Gateway
import Testing

/// Server-sent events, long polling and slow uploads: each piece passes at once, for as long as one follows another in time.
@Suite struct TricklingTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    /// Pieces, each a tenth of a second behind the one before: longer than the time for one by far.
    private static let pieces = 25
    private static let patience = Duration.milliseconds(1_200)

    private static func waitAWhile() { for _ in 0..<5 { Pause.briefly() } }

    @Test(arguments: [
        "Transfer-Encoding: chunked", "Content-Length: \(pieces * "data: 00\n\n".utf8.count)", "X-Until: close",
    ])
    func `an event stream passes event by event, however long it lasts`(framing: String) async throws {
        let isRead = Gate()
        let isChunked = framing.contains("chunked")
        try await GatewayHarness.before(
            { connection, _ in
                _ = connection.receiveMessage()
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(framing)\r\n\r\n")
                for number in 0..<Self.pieces {
                    let event = "data: \(number / 10)\(number % 10)\n\n"
                    connection.send(isChunked ? "A\r\n\(event)\r\n" : event)
                    // The next event is not made before this one has been read: nothing can wait for it.
                    isRead.wait()
                    Self.waitAWhile()
                }
                if isChunked { connection.send("0\r\n\r\n") }
            },
            configure: { configuration in
                configuration.upstreams[0].responseIdleTimeout = Self.patience
                configuration.upstreams[0].responseTimeout = Self.patience
                configuration.keepAliveTimeout = .milliseconds(100)
                configuration.headTimeout = .milliseconds(100)
            }
        ) { harness in
            let client = harness.connect()
            client.send(Self.open)
            for number in 0..<Self.pieces {
                let event = "data: \(number / 10)\(number % 10)\n\n"
                #expect(client.receiveUntil(event).count >= event.utf8.count)
                isRead.open()
            }
        }
    }

    @Test func `an upload passes piece by piece, however long it lasts`() async throws {
        let isRead = Gate()
        try await GatewayHarness.before(
            { connection, _ in
                _ = connection.receiveUntil("\r\n\r\n")
                for number in 0..<Self.pieces {
                    _ = connection.receiveUntil("\(number % 10)\r\n")
                    isRead.open()
                }
                _ = connection.receiveUntil("0\r\n\r\n")
                connection.send(Self.ok)
            },
            configure: { configuration in
                configuration.bodyIdleTimeout = Self.patience
                configuration.upstreams[0].responseTimeout = Self.patience
            }
        ) { harness in
            let client = harness.connect()
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for number in 0..<Self.pieces {
                client.send("2\r\nx\(number % 10)\r\n")
                isRead.wait()
                Self.waitAWhile()
            }
            client.send("0\r\n\r\n")
            #expect(client.receiveMessage()?.text == "ok")
        }
    }

    @Test func `a long poll is answered as late as the upstream's time allows, whatever the client's times are`()
        async throws
    {
        try await GatewayHarness.before(
            { connection, _ in
                while connection.receiveMessage() != nil {
                    for _ in 0..<5 { Self.waitAWhile() }
                    connection.send(Self.ok)
                }
            },
            configure: { configuration in
                configuration.keepAliveTimeout = .milliseconds(100)
                configuration.headTimeout = .milliseconds(100)
                configuration.bodyIdleTimeout = .milliseconds(100)
                configuration.upstreams[0].responseIdleTimeout = .milliseconds(100)
            }
        ) { harness in
            let client = harness.connect()
            client.send(Self.open)
            #expect(client.receiveMessage()?.text == "ok")
        }
    }
}
