import Admission
import ConfigurationReading
import Gateway

/// What looks at machine and upstreams have come to: pure, fed once a second.
struct CapacityLooks {
    /// Calm is so much below the mark of processors, in percent.
    private static let processorDistance: UInt32 = 15

    /// Limits began to be lowered, or are whole again.
    struct Change: Equatable {
        /// `nil` for the whole node.
        let upstream: String?
        let factors: CapacityFactors
    }

    private struct Watched {
        var load: UpstreamLoad
        var governor = CapacityGovernor()
    }

    private let marks: CapacitySettings
    private var governor = CapacityGovernor()
    private var times: ProcessorTimes?
    private var upstreams: [String: Watched] = [:]

    init(_ marks: CapacitySettings) { self.marks = marks }

    /// What is given out for all requests.
    var node: CapacityFactors { self.governor.factors }

    /// The same by name: the node, which has the name "", and each upstream that is looked at.
    var rows: [(upstream: String, factors: CapacityFactors)] {
        [("", self.node)] + self.upstreams.sorted { $0.key < $1.key }.map { ($0.key, $0.value.governor.factors) }
    }

    /// A second has gone by. `times` is `nil` when they could not be read: then nothing moves.
    mutating func note(_ times: ProcessorTimes?, _ totals: [UpstreamTotals]) -> [Change] {
        var changes: [Change] = []
        if let mark = self.marks.processorPercent, let load = times?.load(since: self.times) {
            let calm = UInt64(mark - min(mark, Self.processorDistance))
            Self.feed(&self.governor, CapacityLoad(UInt64(load), mark: UInt64(mark), calmBelow: calm), nil, &changes)
        }
        self.times = times
        // Those that have gone with a change of the configuration are forgotten.
        var upstreams: [String: Watched] = [:]
        for total in totals {
            var watched = self.upstreams[total.name] ?? Watched(load: UpstreamLoad(self.marks))
            Self.feed(&watched.governor, watched.load.note(total), total.name, &changes)
            upstreams[total.name] = watched
        }
        self.upstreams = upstreams
        return changes
    }

    private static func feed(
        _ governor: inout CapacityGovernor, _ load: CapacityLoad, _ upstream: String?, _ changes: inout [Change]
    ) {
        let wasWhole = governor.factors.isWhole
        governor.note(load)
        guard governor.factors.isWhole != wasWhole else { return }
        changes.append(.init(upstream: upstream, factors: governor.factors))
    }
}
