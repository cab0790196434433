import Gateway
import Keys
import Telemetry

/// A gateway whose upstream answers with the field lines it received, names in lower case.
enum EdgeHarness {
    static let open = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"

    static func with(
        routes: [RouteConfiguration]? = nil, loops: Int = 2, configure: (inout GatewayConfiguration) -> Void,
        _ body: (GatewayHarness) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream { connection, _ in
            while let message = connection.receiveMessage() {
                let lines = message.start + "\n" + message.fields.map { "\($0.name): \($0.value)\n" }.joined()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(lines.utf8.count)\r\n\r\n\(lines)")
            }
        }
        let harness = try await GatewayHarness(
            upstreamPort: upstream.port, routes: routes, loops: loops, configure: configure)
        try await body(harness)
        await harness.stop()
    }

    static func networks(_ texts: String...) -> [NetworkRange] { texts.compactMap { NetworkRange($0) } }
}

extension GatewayHarness {
    /// A connection from 127.0.0.host.
    func connect(host: UInt8) -> RawSocket { RawSocket(port: self.server.port ?? 0, host: host) }

    /// The value of a metric's line that begins so.
    func metric(_ start: String) -> Double? {
        var text = PrometheusText()
        self.server.writeMetrics(to: &text)
        let lines = text.text.split(separator: "\n").filter { $0.hasPrefix(start + " ") }
        return lines.first.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }

    /// How often the edge has turned somebody away for that reason.
    func protections(_ reason: String) -> Double {
        self.metric("gatehouse_gateway_protections_total{reason=\"\(reason)\"}") ?? -1
    }

    /// Waits until a metric is at least so much.
    func waitFor(_ reason: String, atLeast count: Double = 1) -> Bool {
        for _ in 0..<250 where self.protections(reason) < count { Pause.briefly() }
        return self.protections(reason) >= count
    }
}

extension RawSocket {
    /// Whether the other side ends the connection without an answer. A reset that a send has met already looks like an
    /// orderly end.
    var isTurnedAway: Bool { self.receive()?.isEmpty ?? true }
}
