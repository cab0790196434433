import Telemetry

/// The cells one loop counts in. The loop alone writes; whoever renders the metrics reads.
///
/// Series are positions: of the route plus one (0 for none), the raw value of the method, the status, the raw value of the
/// reason (0 for none).
final class LoopMetrics: Sendable {
    /// route, method and version, status, reason.
    let durations = HistogramTable(.requests, capacity: 1_024)
    /// route, method and endpoint, status, reason.
    let upstreamDurations = HistogramTable(.requests, capacity: 1_024)
    /// route.
    let overhead = HistogramTable(.overhead, capacity: 256)
    /// route, reason, surface, environment where the surface is not the gateway.
    let decisions = CellTable(capacity: 1_024)
    /// method.
    let active = CellTable(capacity: 16)
    /// upstream, endpoint, 0 for idle and 1 for used.
    let upstreamConnections = CellTable(capacity: 1_024)
    /// upstream, endpoint, state: servers.
    let upstreamServers = CellTable(capacity: 1_024)
    /// upstream, endpoint, event.
    let upstreamEvents = CellTable(capacity: 1_024)
    /// outcome.
    let handshakes = CellTable(capacity: HandshakeOutcome.allCases.count)
    /// One cell: events that cannot happen.
    let invariants = CellTable(capacity: 1)
}
