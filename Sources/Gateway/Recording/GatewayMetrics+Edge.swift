import Telemetry

/// What the listener's edge counts.
extension GatewayMetrics {
    private static let protections = Metric(
        "gatehouse.gateway.protections", .counter, .count("event"),
        "Connections and requests that were turned away or cut so that others can go on, by reason.", labels: ["reason"]
    )
    private static let connections = Metric(
        "gatehouse.gateway.connections", .gauge, .count("connection"), "Connections of clients that are open.")
    private static let buffered = Metric(
        "gatehouse.gateway.buffered", .gauge, .bytes, "Memory that holds bytes on their way through the gateway.")
    private static let delay = Metric(
        "gatehouse.gateway.turn.delay", .gauge, .seconds,
        "How long what is ready waits for its turn, on the loop where it waits longest.")

    func writeEdge(to text: inout PrometheusText) {
        let counts = CellTable.sums(of: self.loops.map(\.protections)).mapValues { $0.first ?? 0 }
        text.write(Self.protections, Protection.allCases.map { ([$0.label], counts[SeriesKey($0.rawValue)] ?? 0) })
        let standing = self.loops.compactMap { CellTable.sums(of: [$0.standing])[SeriesKey(0)] }
        text.write(Self.connections, standing.reduce(0) { $0 &+ $1[0] })
        text.write(Self.buffered, standing.reduce(0) { $0 &+ $1[1] })
        text.write(Self.delay, nanoseconds: [([], standing.map { $0[2] }.max() ?? 0)])
    }
}
