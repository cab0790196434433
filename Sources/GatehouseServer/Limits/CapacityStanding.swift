import Admission
import Synchronization
import Telemetry

/// How much of their limits the node and each upstream give out now, by name, for the metrics.
final class CapacityStanding: Sendable {
    private let rows = Mutex<[(upstream: String, factors: CapacityFactors)]>([])

    /// The node has the name "".
    func set(_ rows: [(upstream: String, factors: CapacityFactors)]) { self.rows.withLock { $0 = rows } }

    private static let capacity = Metric(
        "gatehouse.limiter.capacity_percent", .gauge, .count("percent"),
        "How much of their limits is given out, by priority: of the whole node, without an upstream, and of requests to an "
            + "upstream. 100 when nothing is lowered.",
        labels: ["upstream", "priority"])

    func write(to text: inout PrometheusText) {
        let rows = self.rows.withLock { $0 }
        text.write(
            Self.capacity,
            rows.flatMap { upstream, factors in
                [
                    (labels: [upstream, "low"], value: UInt64(factors.low)),
                    (labels: [upstream, "normal"], value: UInt64(factors.normal)),
                    (labels: [upstream, "high"], value: UInt64(factors.high)),
                ]
            })
    }
}
