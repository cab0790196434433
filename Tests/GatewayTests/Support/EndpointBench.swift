import Gateway
import Polling
import Telemetry

/// A gateway in front of servers that are endpoints of one upstream.
struct EndpointBench {
    static let get = "GET /open/a HTTP/1.1\r\nHost: a\r\n\r\n"
    static let post = "POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"

    let servers: [EndpointServer]
    let harness: GatewayHarness

    init(
        _ servers: [EndpointServer], loops: Int = 1, names: NameLookup = NameLookup(),
        configure: @Sendable (inout UpstreamConfiguration, inout GatewayConfiguration) -> Void = { _, _ in }
    ) async throws {
        self.servers = servers
        self.harness = try await GatewayHarness(upstreamPort: 1, loops: loops, names: names) { configuration in
            var upstream = configuration.upstreams[0]
            upstream.endpoints = servers.map(Self.endpoint)
            configure(&upstream, &configuration)
            configuration.upstreams[0] = upstream
        }
    }

    static func endpoint(_ server: EndpointServer) -> EndpointConfiguration {
        switch server.place {
        case .port(let port, let host): EndpointConfiguration(.host("127.0.0.\(host)", port: port))
        case .path(let path): EndpointConfiguration(.socket(path))
        }
    }

    /// Answers to so many requests on one connection.
    func answers(_ count: Int, _ request: String = Self.get) -> [Message] {
        let client = self.harness.connect()
        return (0..<count).compactMap { _ in
            client.send(request)
            return client.receiveMessage()
        }
    }

    /// Who answered how many of so many requests; the status for whoever has no name.
    func shares(_ count: Int, _ request: String = Self.get) -> [String: Int] {
        self.answers(count, request).reduce(into: [:]) { shares, answer in
            shares[answer.status == 200 ? answer.text : String(answer.status), default: 0] += 1
        }
    }

    /// Polls until it is so, at most ten seconds.
    func waits(until isSo: () -> Bool) -> Bool {
        for _ in 0..<500 {
            if isSo() { return true }
            Pause.briefly()
        }
        return isSo()
    }

    /// The value of the first series of a metric that has all these labels.
    func metric(_ name: String, _ labels: String...) -> Int? {
        var text = PrometheusText()
        self.harness.server.writeMetrics(to: &text)
        let line = text.text.split(separator: "\n").first { line in
            line.hasPrefix(name) && labels.allSatisfy { line.contains($0) }
        }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }

    func stop() async { await self.harness.stop() }
}
