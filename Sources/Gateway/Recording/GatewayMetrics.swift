import Admission
import DecisionLog
import Keys
import Telemetry
import TransportSecurity
import VerifyAPI

/// Writes the gateway's metrics: the sums of all loops' cells, with names in place of numbers.
struct GatewayMetrics {
    let plan: GatewayPlan
    let loops: [LoopMetrics]
    /// Names of the snapshot's environments, by position.
    let environments: [String]

    func write(to text: inout PrometheusText) {
        text.write(.serverRequestDuration, self.durations())
        text.write(.clientRequestDuration, self.upstreamDurations())
        text.write(.serverActiveRequests, self.active())
        text.write(.clientOpenConnections, self.connections())
        UpstreamMetrics(upstreams: self.plan.destinations, loops: self.loops).write(to: &text)
        text.write(.gatewayOverhead, self.overhead())
        text.write(.decisions, self.decisions())
        self.writeEdge(to: &text)
        self.writeSockets(to: &text)
        text.write(Self.invariants, self.loops.reduce(0) { $0 &+ Self.total($1.invariants) })
    }

    /// TLS handshakes by listener and outcome.
    func handshakes() -> [(labels: [String], value: UInt64)] {
        let sums = CellTable.sums(of: self.loops.map(\.handshakes)).mapValues { $0.first ?? 0 }
        return self.plan.secured.flatMap { listener in
            HandshakeOutcome.allCases.map { outcome in
                (["\(listener)", "\(outcome)"], sums[SeriesKey(outcome.rawValue, listener.rawValue)] ?? 0)
            }
        }
    }

    private static let invariants = Metric(
        "gatehouse.gateway.invariant.failures", .counter, .count("failure"),
        "Connections closed because a state machine met an event that cannot happen. Always 0 unless there is a bug.")

    private func durations() -> [(labels: [String], value: HistogramReading)] {
        self.sorted(HistogramTable.sums(of: self.loops.map(\.durations))) { key in
            [
                Self.method(key.second >> 8), LoopMetrics.scheme(ofDuration: key), Self.status(key.third),
                self.route(key.first), LoopMetrics.version(ofDuration: key), Self.reason(key.fourth),
            ]
        }
    }

    private func upstreamDurations() -> [(labels: [String], value: HistogramReading)] {
        self.sorted(HistogramTable.sums(of: self.loops.map(\.upstreamDurations))) { key in
            let endpoint = self.endpoint(key.first)
            return [
                Self.method(key.second), endpoint.address, endpoint.port, Self.status(key.third),
                Self.reason(key.fourth), "1.1",
            ]
        }
    }

    private func overhead() -> [(labels: [String], value: HistogramReading)] {
        self.sorted(HistogramTable.sums(of: self.loops.map(\.overhead))) { [self.route($0.first)] }
    }

    private func active() -> [(labels: [String], value: UInt64)] {
        self.sorted(CellTable.sums(of: self.loops.map(\.active)).mapValues { $0.first ?? 0 }) {
            [Self.method($0.first), LoopMetrics.scheme(ofActive: $0)]
        }
    }

    private func connections() -> [(labels: [String], value: UInt64)] {
        self.sorted(CellTable.sums(of: self.loops.map(\.upstreamConnections)).mapValues { $0.first ?? 0 }) { key in
            let endpoint = self.endpoint(key.first)
            return [key.second == 0 ? "idle" : "active", endpoint.address, endpoint.port]
        }
    }

    private func decisions() -> [(labels: [String], value: UInt64)] {
        self.sorted(CellTable.sums(of: self.loops.map(\.decisions)).mapValues { $0.first ?? 0 }) { key in
            let reason = Reason(rawValue: UInt8(truncatingIfNeeded: key.second))
            let isAdmitted = reason?.isAfterAdmission ?? true
            return [
                isAdmitted ? "admit" : "refuse", reason?.label ?? "", self.environment(of: key),
                Self.surface(key.third),
            ]
        }
    }

    // MARK: Names

    /// Series with the same labels are added up: two upstreams may have an endpoint at the same place.
    private func sorted<Value: Summable>(
        _ sums: [SeriesKey?: Value], labels: (SeriesKey) -> [String]
    ) -> [(labels: [String], value: Value)] {
        var named: [[String]: Value] = [:]
        for case (let key?, let value) in sums {
            let names = labels(key)
            named[names] = named[names].map { $0.adding(value) } ?? value
        }
        return named.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }

    private static func total(_ table: CellTable) -> UInt64 {
        CellTable.sums(of: [table]).values.reduce(0) { $0 &+ ($1.first ?? 0) }
    }

    func route(_ number: UInt16) -> String {
        guard number < LoopMetrics.entrances else { return VerifyEntrance(position: number)?.path ?? "" }
        return self.plan.names.route(number)?.path ?? ""
    }

    private func environment(of key: SeriesKey) -> String {
        guard key.fourth > 0 else { return self.plan.names.route(key.first)?.environment ?? "" }
        return Int(key.fourth) <= self.environments.count ? self.environments[Int(key.fourth) - 1] : ""
    }

    private static func surface(_ raw: UInt16) -> String {
        Surface(rawValue: UInt8(truncatingIfNeeded: raw))?.description ?? ""
    }

    private func endpoint(_ number: UInt16) -> (address: String, port: String) {
        self.plan.names.server(number).map { EndpointConfiguration($0.endpoint).labels } ?? ("", "")
    }

    private static func method(_ raw: UInt16) -> String {
        RequestMethod(rawValue: UInt8(truncatingIfNeeded: raw))?.name ?? "_OTHER"
    }

    private static func status(_ status: UInt16) -> String { status == 0 ? "" : String(status) }

    private static func reason(_ raw: UInt16) -> String {
        Reason(rawValue: UInt8(truncatingIfNeeded: raw))?.code.description ?? ""
    }
}

/// What series with the same labels are added up by.
private protocol Summable {
    func adding(_ other: Self) -> Self
}

extension UInt64: Summable {
    fileprivate func adding(_ other: Self) -> Self { self &+ other }
}

extension HistogramReading: Summable {
    fileprivate func adding(_ other: Self) -> Self {
        HistogramReading(
            buckets: self.buckets, counts: zip(self.counts, other.counts).map { $0 &+ $1 },
            sumNanoseconds: self.sumNanoseconds &+ other.sumNanoseconds)
    }
}
