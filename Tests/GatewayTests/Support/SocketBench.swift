import Gateway
import Keys
import Telemetry
import Testing

/// A gateway with routes that take WebSockets, in front of an upstream that speaks it, or does not.
struct SocketBench {
    /// The example of RFC 6455, 1.3.
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    static let agreed =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(accept)\r\n\r\n"

    let harness: GatewayHarness

    /// `/ws` with a key, `/open` without one, both for WebSockets; `/plain` for none.
    static func routes(
        _ settings: WebSocketSettings = .init(), permission: String? = nil
    ) -> [RouteConfiguration] {
        var routes = [
            GatewayHarness.route(0, "/ws/**", permission: permission),
            GatewayHarness.route(1, "/open/**", requiresKey: false),
            GatewayHarness.route(2, "/plain/**", requiresKey: false),
        ]
        routes[0].webSocket = settings
        routes[1].webSocket = settings
        return routes
    }

    /// A request for WebSocket.
    static func ask(_ path: String = "/open/a", token: String? = nil, more: String = "") -> String {
        let credential = token.map { "X-API-Key: \($0)\r\n" } ?? ""
        return "GET \(path) HTTP/1.1\r\nHost: a\r\n\(credential)Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(Self.key)\r\n\(more)\r\n"
    }

    /// A frame of a server.
    static func frame(_ text: String, opcode: UInt8 = 1) -> [UInt8] {
        [0x80 | opcode, UInt8(text.utf8.count)] + Array(text.utf8)
    }

    /// An upstream that agrees, then sends back all it gets.
    static let echo: @Sendable (RawSocket, Int) -> Void = { connection, _ in
        guard connection.receiveMessage() != nil else { return }
        connection.send(agreed)
        while let bytes = connection.receive(), !bytes.isEmpty { connection.send(bytes) }
    }

    static func run(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void = echo, settings: WebSocketSettings = .init(),
        permission: String? = nil, loops: Int = 1, configure: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (SocketBench) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, routes: self.routes(settings, permission: permission), loops: loops,
            configure: configure)
        try await body(SocketBench(harness: harness))
        await harness.stop()
    }

    /// A WebSocket that is open.
    func open(_ path: String = "/open/a", token: String? = nil) -> RawSocket {
        let client = self.harness.connect()
        client.send(Self.ask(path, token: token))
        #expect(client.receiveMessage()?.status == 101)
        return client
    }

    /// One number of the gateway's metrics; `nil` when there is no such line.
    func metric(_ start: String) -> Double? {
        var text = PrometheusText()
        self.harness.server.writeMetrics(to: &text)
        return text.text.split(separator: "\n").first { $0.hasPrefix(start) }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }
}

extension RawSocket {
    /// So many bytes; fewer when the peer closes before.
    func receive(exactly count: Int) -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count, let bytes = self.receive(limit: count - all.count), !bytes.isEmpty { all += bytes }
        return all
    }
}
