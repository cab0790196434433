import Gateway
import HTTPMachines
import Telemetry
import Testing

/// Servers that answer without a look at the body: what is left in the connection would be their next request, which nobody
/// judged, and its answer somebody else's.
@Suite struct UnreadBodyTests {
    private static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func request(_ method: String) -> String {
        "\(method) /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(hidden.utf8.count)\r\n\r\n\(hidden)"
    }

    /// Reads a head and no body, whatever it says.
    private static func head(from connection: RawSocket) -> String? {
        let head = String(decoding: connection.receiveUntil("\r\n\r\n"), as: UTF8.self)
        return head.isEmpty ? nil : head
    }

    /// Serves heads: what was asked, on which connection, and whether that was to be closed.
    private static let heedless: @Sendable (RawSocket, Int) -> Void = { connection, number in
        while let head = head(from: connection) {
            let target = head.split(separator: " ").dropFirst().first ?? ""
            let closes = head.lowercased().contains("connection: close")
            connection.send(ScriptedUpstream.answer("\(target) \(number)\(closes ? " closes" : "")"))
            if closes { return }
        }
    }

    @Test(arguments: ["GET", "DELETE", "OPTIONS", "PROPFIND"])
    func `behind a body where servers expect none the connection is closed`(method: String) async throws {
        try await GatewayHarness.before(Self.heedless) { harness in
            let client = harness.connect()
            client.send(Self.request(method) + Self.open + Self.request(method) + Self.open)
            let texts = (0..<4).map { _ in client.receiveMessage()?.text }
            #expect(texts == ["/open/a 0 closes", "/open/a 1", "/open/a 1 closes", "/open/a 2"])
        }
    }

    @Test func `it is closed even where the server goes on`() async throws {
        let isOver = Gate()
        try await GatewayHarness.before({ connection, number in
            guard let message = connection.receiveMessage() else { return }
            connection.send(ScriptedUpstream.answer("\(number)\(message["connection"] ?? "")"))
            if connection.receive() == [] { isOver.open() }
        }) { harness in
            let client = harness.connect()
            client.send(Self.request("DELETE"))
            #expect(client.receiveMessage()?.text == "0close")
            isOver.wait()
            client.send(Self.open)
            #expect(client.receiveMessage()?.text == "1")
        }
    }

    @Test func `a server that has answered a body is never given another on a connection that goes on`() async throws {
        let (goesOn, isOver) = (Gate(), Gate())
        try await GatewayHarness.before({ connection, number in
            guard number == 0 else { return Self.heedless(connection, number) }
            _ = Self.head(from: connection)
            connection.send(ScriptedUpstream.answer("first"))
            _ = Self.head(from: connection)
            goesOn.wait()
            connection.send(ScriptedUpstream.answer("hidden"))
            if connection.receive() == [] { isOver.open() }
        }) { harness in
            let client = harness.connect()
            client.send(Self.request("POST"))
            #expect(client.receiveMessage()?.text == "first")
            goesOn.open()
            isOver.wait()
            client.send(Self.open + Self.request("POST") + Self.open)
            let texts = (0..<3).map { _ in client.receiveMessage()?.text }
            #expect(texts == ["/open/a 1", "/open/a 1 closes", "/open/a 2"])
        }
    }

    @Test func `two answers at once to one body are as telling`() async throws {
        try await GatewayHarness.before({ connection, number in
            guard number == 0 else { return Self.heedless(connection, number) }
            _ = connection.receiveMessage()
            connection.send(ScriptedUpstream.answer("first") + ScriptedUpstream.answer("hidden"))
            _ = connection.receive()
        }) { harness in
            let client = harness.connect()
            client.send(Self.request("POST"))
            #expect(client.receiveMessage()?.text == "first")
            client.send(Self.request("POST"))
            #expect(client.receiveMessage()?.text == "/open/a 1 closes")
            // Whoever runs the upstream can see it.
            var metrics = PrometheusText()
            harness.server.writeMetrics(to: &metrics)
            #expect(metrics.text.contains("gatehouse_upstream_unread_bodies_total{upstream=\"orders\"} 1\n"))
        }
    }

    @Test func `a server that is said not to read bodies gets each on a connection of its own`() async throws {
        try await GatewayHarness.before(Self.heedless, configure: { $0.upstreams[0].readsBodies = false }) { harness in
            let client = harness.connect()
            client.send(Self.request("POST") + Self.request("PUT") + Self.open)
            let texts = (0..<3).map { _ in client.receiveMessage()?.text }
            #expect(texts == ["/open/a 0 closes", "/open/a 1 closes", "/open/a 2"])
        }
    }

    @Test func `a server that answers while the body still comes is not asked again on that connection`() async throws {
        let isOver = Gate()
        try await GatewayHarness.before({ connection, number in
            guard number == 0 else { return Self.heedless(connection, number) }
            _ = Self.head(from: connection)
            // The answer has begun, the rest of the request comes, the answer ends.
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfi")
            _ = connection.receiveUntil(Self.hidden)
            connection.send("rst")
            if connection.receive() == [] { isOver.open() }
        }) { harness in
            let client = harness.connect()
            let body = Self.hidden
            client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
            let beginning = client.receiveUntil("\r\n\r\nfi")
            #expect(String(decoding: beginning, as: UTF8.self).contains("Connection: close"))
            client.send(body)
            #expect(client.receiveAll() == Array("rst".utf8))
            isOver.wait()
            #expect(harness.request(Self.open)?.text == "/open/a 1")
        }
    }
}
