import HTTPMachines
import Telemetry

/// Writes what is known of upstreams' endpoints: the sums of all loops' cells, with names in place of
/// numbers. Of those that have gone with a change of the configuration nothing is said.
struct UpstreamMetrics {
    let upstreams: [UpstreamPlan]
    let loops: [LoopMetrics]

    private static let servers = Metric(
        "gatehouse.upstream.servers", .gauge, .count("server"),
        "Servers of an endpoint by what event loops think of them, each counted by each loop.",
        labels: ["upstream", "endpoint", "state"])
    private static let ejections = Metric(
        "gatehouse.upstream.ejections", .counter, .count("ejection"),
        "Times an endpoint was out for a while because it failed too many requests in a row.",
        labels: ["upstream", "endpoint"])
    private static let failures = Metric(
        "gatehouse.upstream.failures", .counter, .count("try"),
        "Tries of requests at an endpoint that failed: no connection, no answer in time, none that is HTTP, or a 5xx.",
        labels: ["upstream", "endpoint"])
    private static let checks = Metric(
        "gatehouse.upstream.health_checks", .counter, .count("check"), "Health checks of an endpoint.",
        labels: ["upstream", "endpoint", "outcome"])
    private static let lookups = Metric(
        "gatehouse.upstream.lookup.failures", .counter, .count("lookup"), "Look-ups of an endpoint's name in vain.",
        labels: ["upstream", "endpoint"])
    private static let retries = Metric(
        "gatehouse.upstream.retries", .counter, .count("request"),
        "Requests that could be tried again safely, by whether the budget allowed it.", labels: ["upstream", "outcome"])
    private static let overflows = Metric(
        "gatehouse.upstream.overflows", .counter, .count("request"),
        "Requests answered 503 because connections, queue or requests under way were at their bound.",
        labels: ["upstream"])
    private static let bodies = Metric(
        "gatehouse.upstream.unread.bodies", .counter, .count("body"),
        "Answers that no request asked for, behind a body: the server does not read bodies.", labels: ["upstream"])

    func write(to text: inout PrometheusText) {
        text.write(Self.servers, self.states())
        let events = CellTable.sums(of: self.loops.map(\.upstreamEvents)).mapValues { $0.first ?? 0 }
        text.write(Self.ejections, self.byEndpoint(events, [(.ejected, [])]))
        text.write(Self.failures, self.byEndpoint(events, [(.failed, [])]))
        text.write(Self.checks, self.byEndpoint(events, [(.checkPassed, ["passed"]), (.checkFailed, ["failed"])]))
        text.write(Self.lookups, self.byEndpoint(events, [(.lookupFailed, [])]))
        text.write(
            Self.retries, self.byUpstream(events, [(.retried, ["tried"]), (.retryRefused, ["over_budget"])]))
        text.write(Self.overflows, self.byUpstream(events, [(.overflowed, [])]))
        text.write(Self.bodies, self.byUpstream(events, [(.bodyAnswered, [])]))
    }

    private typealias Series = (labels: [String], value: UInt64)
    private typealias Events = [(UpstreamEvent, [String])]

    private func states() -> [Series] {
        let sums = CellTable.sums(of: self.loops.map(\.upstreamServers)).mapValues { $0.first ?? 0 }
        return self.endpoints.flatMap { _, endpoint, names in
            EndpointState.allCases.map { state in
                (names + ["\(state)"], sums[SeriesKey(endpoint, UInt16(state.rawValue))] ?? 0)
            }
        }
    }

    private func byEndpoint(_ sums: [SeriesKey?: UInt64], _ events: Events) -> [Series] {
        self.endpoints.flatMap { upstream, endpoint, names in
            events.map { event, labels in
                (names + labels, sums[SeriesKey(upstream, endpoint, event.rawValue)] ?? 0)
            }
        }
    }

    private func byUpstream(_ sums: [SeriesKey?: UInt64], _ events: Events) -> [Series] {
        self.upstreams.flatMap { upstream in
            events.map { event, labels in
                // Those of endpoints that have gone as well: a counter does not go down.
                let value = sums.reduce(UInt64(0)) { sum, series in
                    guard let key = series.key, key.first == upstream.series, key.third == event.rawValue else {
                        return sum
                    }
                    return sum &+ series.value
                }
                return ([upstream.configuration.name] + labels, value)
            }
        }
    }

    /// Every endpoint with its number and its labels.
    private var endpoints: [(upstream: UInt16, endpoint: UInt16, names: [String])] {
        self.upstreams.flatMap { upstream in
            zip(upstream.endpointSeries, upstream.configuration.endpoints).map { series, endpoint in
                (upstream.series, series, [upstream.configuration.name, endpoint.text])
            }
        }
    }
}
