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
    /// Why somebody was turned away or cut.
    let protections = CellTable(capacity: Protection.allCases.count)
    /// One row: connections that are open, bytes in buffers, nanoseconds that what is ready waits.
    let standing = CellTable(capacity: 1, width: 3)
    /// route: WebSockets opened, bytes from clients, bytes from upstreams.
    let sockets = CellTable(capacity: 256, width: SocketCount.allCases.count)
    /// route, why: WebSockets that have ended.
    let socketEnds = CellTable(capacity: 1_024)
    /// One cell: events that cannot happen.
    let invariants = CellTable(capacity: 1)

    /// States what is so now; to be called by the loop only. What a cell holds is known to the loop, which has put it there.
    func note(connections: Int, buffered: Int, delay: UInt64) {
        let row = self.standing.row(of: SeriesKey(0))
        let values = [UInt64(max(connections, 0)), UInt64(max(buffered, 0)), delay]
        for (column, value) in values.enumerated() { self.standing.set(value, row: row, column: column) }
    }
}
