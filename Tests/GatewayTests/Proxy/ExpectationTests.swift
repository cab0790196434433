import Gateway
import Testing

/// `Expect: 100-continue` (RFC 9110, 10.1.1): the upstream decides whether it wants the body, and the client hears it.
@Suite struct ExpectationTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let waiting =
        "POST /open/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"

    /// Answers each request with what it expects and what its body says.
    private static let echo: @Sendable (RawSocket, Int) -> Void = { connection, _ in
        while let message = connection.receiveMessage() {
            connection.send(ScriptedUpstream.answer("\(message["expect"] ?? "-") \(message.text)"))
        }
    }

    @Test(arguments: ["401 Unauthorized", "413 Content Too Large", "417 Expectation Failed", "200 OK"])
    func `a final answer in place of 100 is passed on and the body is not asked for`(status: String) async throws {
        let isOver = Gate()
        try await GatewayHarness.before({ connection, number in
            guard number == 0 else { return Self.echo(connection, number) }
            _ = connection.receiveUntil("\r\n\r\n")
            connection.send(ScriptedUpstream.answer("no", status))
            // Neither a body nor another request comes on this connection.
            if connection.receive() == [] { isOver.open() }
        }) { harness in
            let client = harness.connect()
            client.send(Self.waiting)
            let answer = client.receiveMessage()
            #expect(answer?.start == "HTTP/1.1 \(status)")
            #expect(answer?["connection"] == "close")
            #expect(client.receive() == [])
            isOver.wait()
            #expect(harness.request(Self.open)?.text == "- ")
        }
    }

    @Test func `a client that does not wait is served as well`() async throws {
        try await GatewayHarness.before(Self.echo) { harness in
            let client = harness.connect()
            client.send(Self.waiting + "hello" + Self.open)
            #expect(client.receiveMessage()?.text == "100-continue hello")
            #expect(client.receiveMessage()?.text == "- ")
        }
    }

    @Test func `who waits for 100 is not slow, however long the upstream thinks`() async throws {
        try await GatewayHarness.before(
            { connection, _ in
                _ = connection.receiveUntil("\r\n\r\n")
                for _ in 0..<25 { Pause.briefly() }
                connection.send("HTTP/1.1 100 Continue\r\n\r\n")
                connection.send(
                    ScriptedUpstream.answer(String(decoding: connection.receiveUntil("hello"), as: UTF8.self)))
            }, configure: { $0.edge.slowClientTimeout = .milliseconds(200) }
        ) { harness in
            let client = harness.connect()
            client.send(Self.waiting)
            #expect(client.receiveMessage()?.status == 100)
            client.send("hello")
            #expect(client.receiveMessage()?.text == "hello")
            #expect(harness.protections("upload_slow") == 0)
        }
    }

    @Test func `a client that is tired of waiting is served as well`() async throws {
        try await GatewayHarness.before(Self.echo) { harness in
            let client = harness.connect()
            client.send(Self.waiting)
            // The upstream never says 100.
            for _ in 0..<5 { Pause.briefly() }
            client.send("hello")
            #expect(client.receiveMessage()?.text == "100-continue hello")
        }
    }

    @Test func `a refusal comes before the body, which never reaches an upstream`() async throws {
        let reached = Counter()
        try await GatewayHarness.before({ connection, _ in
            if connection.receive()?.isEmpty == false { reached.add() }
        }) { harness in
            let client = harness.connect()
            client.send(Self.waiting.replacing("/open/a", with: "/a"))
            let answer = client.receiveMessage()
            #expect(answer?.status == 401)
            #expect(answer?["connection"] == "close")
            #expect(client.receive() == [])
            #expect(reached.value == 0)
        }
    }

    @Test func `an expectation of an old client, or without a body, is not passed on`() async throws {
        try await GatewayHarness.before(Self.echo) { harness in
            let client = harness.connect()
            client.send(Self.waiting.replacing("Content-Length: 5", with: "Content-Length: 0"))
            #expect(client.receiveMessage()?.text == "- ")
            client.send(Self.open.replacing("Host", with: "Expect: 100-continue\r\nHost"))
            #expect(client.receiveMessage()?.text == "- ")
            client.send(Self.waiting.replacing("HTTP/1.1", with: "HTTP/1.0") + "hello")
            #expect(client.receiveMessage()?.text == "- hello")
        }
    }

    @Test func `an upstream that says nothing is at fault, and not the client that waits for it`() async throws {
        try await GatewayHarness.before(
            { connection, _ in _ = connection.receiveAll() },
            configure: { $0.upstreams[0].responseTimeout = .milliseconds(100) }
        ) { harness in
            let client = harness.connect()
            client.send(Self.waiting)
            #expect(client.receiveMessage()?.status == 504)
        }
    }

    @Test func `once it was told to go on the client is at fault`() async throws {
        try await GatewayHarness.before(
            { connection, _ in
                _ = connection.receiveUntil("\r\n\r\n")
                connection.send("HTTP/1.1 100 Continue\r\n\r\n")
                _ = connection.receiveAll()
            },
            configure: { $0.bodyIdleTimeout = .milliseconds(100) }
        ) { harness in
            let client = harness.connect()
            client.send(Self.waiting)
            #expect(client.receiveMessage()?.status == 100)
            #expect(client.receiveMessage()?.status == 408)
        }
    }

    @Test func `interim responses without end are 502`() async throws {
        let most = 32
        try await GatewayHarness.before({ connection, number in
            guard number == 0 else { return Self.echo(connection, number) }
            _ = connection.receiveMessage()
            while connection.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n") {}
        }) { harness in
            let client = harness.connect()
            client.send(Self.open)
            for _ in 0..<most { #expect(client.receiveMessage()?.status == 103) }
            #expect(client.receiveMessage()?.status == 502)
            client.send(Self.open)
            #expect(client.receiveMessage()?.text == "- ")
        }
    }
}
