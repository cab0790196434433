import Telemetry
import TransportSecurity

/// The cells one loop counts in. The loop alone writes; whoever renders the metrics reads.
///
/// Series are numbers: those of `SeriesNames` (0 for none), the raw value of the method, the status, the raw value of the
/// reason (0 for none).
final class LoopMetrics: Sendable {
    /// route, method with scheme and version, status, reason.
    let durations: HistogramTable
    /// endpoint, method, status, reason.
    let upstreamDurations: HistogramTable
    /// route.
    let overhead: HistogramTable
    /// route, reason, surface, environment where the surface is not the gateway.
    let decisions: CellTable
    /// method, scheme.
    let active: CellTable
    /// endpoint, 0 for idle and 1 for used.
    let upstreamConnections: CellTable
    /// endpoint, state: servers.
    let upstreamServers: CellTable
    /// upstream, endpoint (0 for the whole), event.
    let upstreamEvents: CellTable
    /// outcome, listener.
    let handshakes: CellTable
    /// Why somebody was turned away or cut.
    let protections: CellTable
    /// One row: connections that are open, bytes in buffers, nanoseconds that what is ready waits.
    let standing: CellTable
    /// route: WebSockets opened, bytes from clients, bytes from upstreams.
    let sockets: CellTable
    /// route, why: WebSockets that have ended.
    let socketEnds: CellTable
    /// One cell: events that cannot happen.
    let invariants: CellTable

    init() {
        self.durations = HistogramTable(.requests, capacity: 1_024)
        self.upstreamDurations = HistogramTable(.requests, capacity: 1_024)
        self.overhead = HistogramTable(.overhead, capacity: 256)
        self.decisions = CellTable(capacity: 1_024)
        self.active = CellTable(capacity: 32)
        self.upstreamConnections = CellTable(capacity: 1_024)
        self.upstreamServers = CellTable(capacity: 1_024)
        self.upstreamEvents = CellTable(capacity: 1_024)
        self.handshakes = CellTable(capacity: HandshakeOutcome.allCases.count * ListenerName.allCases.count)
        self.protections = CellTable(capacity: Protection.allCases.count)
        self.standing = CellTable(capacity: 1, width: 3)
        self.sockets = CellTable(capacity: 256, width: SocketCount.allCases.count)
        self.socketEnds = CellTable(capacity: 1_024)
        self.invariants = CellTable(capacity: 1)
    }

    /// Whether series of routes and endpoints that have gone take room that others need.
    var isCrowded: Bool {
        self.durations.isCrowded || self.upstreamDurations.isCrowded || self.overhead.isCrowded
            || self.decisions.isCrowded || self.upstreamConnections.isCrowded || self.upstreamServers.isCrowded
            || self.upstreamEvents.isCrowded || self.sockets.isCrowded || self.socketEnds.isCrowded
    }

    /// The same counts without those of routes and servers that nobody has any more; to be called by the loop only, which
    /// counts here from then on.
    init(_ metrics: LoopMetrics, routes: Set<UInt16>, upstreams: Set<UInt16>, servers: Set<UInt16>) {
        let isRoute = { (key: SeriesKey) in key.first >= Self.entrances || key.first == 0 || routes.contains(key.first)
        }
        let isServer = { (key: SeriesKey) in servers.contains(key.first) }
        self.durations = metrics.durations.copy(keeping: isRoute)
        self.upstreamDurations = metrics.upstreamDurations.copy(keeping: isServer)
        self.overhead = metrics.overhead.copy(keeping: isRoute)
        self.decisions = metrics.decisions.copy(keeping: isRoute)
        self.active = metrics.active
        self.upstreamConnections = metrics.upstreamConnections.copy(keeping: isServer)
        self.upstreamServers = metrics.upstreamServers.copy(keeping: isServer)
        self.upstreamEvents = metrics.upstreamEvents.copy { key in
            upstreams.contains(key.first) && (key.second == 0 || servers.contains(key.second))
        }
        self.handshakes = metrics.handshakes
        self.protections = metrics.protections
        self.standing = metrics.standing
        self.sockets = metrics.sockets.copy(keeping: isRoute)
        self.socketEnds = metrics.socketEnds.copy(keeping: isRoute)
        self.invariants = metrics.invariants
    }

    /// States what is so now; to be called by the loop only. What a cell holds is known to the loop, which has put it there.
    func note(connections: Int, buffered: Int, delay: UInt64) {
        let row = self.standing.row(of: SeriesKey(0))
        let values = [UInt64(max(connections, 0)), UInt64(max(buffered, 0)), delay]
        for (column, value) in values.enumerated() { self.standing.set(value, row: row, column: column) }
    }
}
