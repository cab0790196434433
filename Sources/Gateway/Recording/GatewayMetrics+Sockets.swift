import DecisionLog
import Telemetry

/// What is counted of the WebSockets of a route, and of one while it is open. The raw value is its column.
enum SocketCount: Int, CaseIterable {
    case opened
    case bytesIn
    case bytesOut
}

/// What is told of WebSockets.
extension GatewayMetrics {
    private static let open = Metric(
        "gatehouse.websocket.connections", .gauge, .count("connection"), "WebSockets that are open.", labels: ["route"])
    private static let opened = Metric(
        "gatehouse.websocket.opened", .counter, .count("connection"), "WebSockets that were opened.", labels: ["route"])
    private static let transferred = Metric(
        "gatehouse.websocket.transferred", .counter, .bytes,
        "Bytes that have passed in WebSockets, by where they came from.", labels: ["route", "from"])
    private static let ended = Metric(
        "gatehouse.websocket.ended", .counter, .count("connection"), "WebSockets that have ended, by why.",
        labels: ["route", "reason"])

    /// A line for every route that takes WebSockets, from the beginning.
    func writeSockets(to text: inout PrometheusText) {
        let routes = zip(self.plan.labels, self.plan.forwarding).filter { $1.webSocket != nil }.map(\.0.series)
        guard !routes.isEmpty else { return }
        let counts = CellTable.sums(of: self.loops.map(\.sockets))
        let ends = CellTable.sums(of: self.loops.map(\.socketEnds)).mapValues { $0.first ?? 0 }
        let count = { (route: UInt16, count: SocketCount) -> UInt64 in
            counts[SeriesKey(route)]?[count.rawValue] ?? 0
        }
        let end = { (route: UInt16, end: SocketEnd) -> UInt64 in
            ends[SeriesKey(route, UInt16(end.rawValue))] ?? 0
        }
        let names = { (route: UInt16) in self.route(route) }
        text.write(
            Self.open,
            routes.map { route in
                let over = SocketEnd.allCases.reduce(UInt64(0)) { $0 &+ end(route, $1) }
                let opened = count(route, .opened)
                // The loops count while this is read.
                return ([names(route)], opened > over ? opened - over : 0)
            })
        text.write(Self.opened, routes.map { ([names($0)], count($0, .opened)) })
        text.write(
            Self.transferred,
            routes.flatMap { route in
                [
                    ([names(route), "client"], count(route, .bytesIn)),
                    ([names(route), "upstream"], count(route, .bytesOut)),
                ]
            })
        text.write(
            Self.ended,
            routes.flatMap { route in
                SocketEnd.allCases.map { ([names(route), "\($0.label)"], end(route, $0)) }
            })
    }
}
