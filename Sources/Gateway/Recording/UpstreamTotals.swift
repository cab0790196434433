import Telemetry

/// What has become of the requests to one upstream since the start, over all loops. Nothing is counted for it that is not
/// counted anyway: whoever wants to know how the last seconds were subtracts an earlier look.
///
/// Numbers may also fall, when series of endpoints that have gone are given up.
package struct UpstreamTotals: Sendable, Equatable {
    /// Name of the upstream.
    package let name: String
    /// Requests with an answer that is no failure: any status below 500, and 501.
    package var answered: UInt64 = 0
    /// Tries that failed, and requests that were not sent because the upstream was at its bound.
    package var failed: UInt64 = 0
    /// Requests that were sent and are over.
    package var sent: UInt64 = 0
    /// What those have waited for the head of the answer, together.
    package var waitedNanoseconds: UInt64 = 0

    package init(name: String) { self.name = name }
}

extension UpstreamTotals {
    /// Those of each upstream of a plan, in its order.
    static func all(_ upstreams: [UpstreamPlan], _ loops: [LoopMetrics]) -> [Self] {
        let durations = HistogramTable.sums(of: loops.map(\.upstreamDurations))
        let events = CellTable.sums(of: loops.map(\.upstreamEvents)).mapValues { $0.first ?? 0 }
        return upstreams.map { upstream in
            var totals = Self(name: upstream.configuration.name)
            for case (let key?, let reading) in durations where upstream.endpointSeries.contains(key.first) {
                let count = reading.count
                totals.sent &+= count
                totals.waitedNanoseconds &+= reading.sumNanoseconds
                let isGood = key.fourth == 0 && (1..<500 ~= key.third || key.third == 501)
                if isGood { totals.answered &+= count }
            }
            for case (let key?, let count) in events where key.first == upstream.series {
                guard let event = UpstreamEvent(rawValue: key.third), event.isFailure else { continue }
                totals.failed &+= count
            }
            return totals
        }
    }
}

extension UpstreamEvent {
    fileprivate var isFailure: Bool { self == .failed || self == .overflowed }
}
