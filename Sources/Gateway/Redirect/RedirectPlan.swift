import HTTPMachines
import Telemetry

/// What the listener that sends clients to https is made of.
final class RedirectPlan: Sendable {
    let rules: RedirectRules
    let challenges: ChallengeFolder?
    let headLimits: HeadLimits
    /// How long a connection may last, in nanoseconds.
    let timeout: UInt64
    let mostConnections: Int
    let edge: EdgePlan
    /// Answers by outcome. The listener's one loop writes.
    let answers: CellTable

    /// `answers` are those of the plan before.
    init(
        _ settings: RedirectSettings, mostConnections: Int, gateway: GatewayConfiguration, edge: EdgePlan,
        answers: CellTable? = nil
    ) throws(GatewayError) {
        self.answers = answers ?? CellTable(capacity: RedirectAnswer.Outcome.allCases.count)
        self.rules = try RedirectRules(settings, routeHosts: gateway.routes.compactMap(\.host))
        self.challenges = settings.challengeWebroot.map { ChallengeFolder(webroot: $0) }
        self.headLimits = gateway.headLimits
        self.timeout = gateway.headTimeout.nanoseconds
        self.mostConnections = mostConnections
        self.edge = edge
    }

    private static let metric = Metric(
        "gatehouse.redirect.answers", .counter, .count("answer"),
        "What the listener that sends clients to https has answered, by outcome.", labels: ["outcome"])

    func writeMetrics(to text: inout PrometheusText) {
        let counts = CellTable.sums(of: [self.answers]).mapValues { $0.first ?? 0 }
        text.write(
            Self.metric, RedirectAnswer.Outcome.allCases.map { ([$0.label], counts[SeriesKey($0.rawValue)] ?? 0) })
    }
}
