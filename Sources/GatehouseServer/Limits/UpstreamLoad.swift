import Admission
import ConfigurationReading
import Gateway

/// How busy one upstream is, by what became of its requests in the last seconds.
struct UpstreamLoad {
    /// How far back is looked.
    static let seconds = 5
    /// Fewer requests than that in this time tell nothing: the upstream counts as calm. So limits that were lowered until
    /// hardly anybody asks come back, and fall again when that was too soon.
    static let leastRequests: UInt64 = 10

    private let marks: CapacitySettings
    /// Oldest first.
    private var looks: [UpstreamTotals] = []

    init(_ marks: CapacitySettings) { self.marks = marks }

    /// To be called once a second.
    mutating func note(_ totals: UpstreamTotals) -> CapacityLoad {
        // Series that were given up: what is counted begins anew.
        if let last = self.looks.last, !totals.follows(last) { self.looks = [] }
        self.looks.append(totals)
        guard let first = self.looks.first, self.looks.count > 1 else { return .calm }
        if self.looks.count > Self.seconds { self.looks.removeFirst() }
        return self.latency(first, totals).and(self.errors(first, totals))
    }

    /// On average until the head of the answer. Calm is below seven tenths of the mark.
    private func latency(_ before: UpstreamTotals, _ now: UpstreamTotals) -> CapacityLoad {
        guard let mark = self.marks.upstreamLatencyMilliseconds else { return .calm }
        let sent = now.sent - before.sent
        guard sent >= Self.leastRequests else { return .calm }
        let microseconds = (now.waitedNanoseconds - before.waitedNanoseconds) / sent / 1_000
        return CapacityLoad(microseconds, mark: UInt64(mark) * 1_000, calmBelow: UInt64(mark) * 700)
    }

    /// Calm is below half of the mark.
    private func errors(_ before: UpstreamTotals, _ now: UpstreamTotals) -> CapacityLoad {
        guard let mark = self.marks.upstreamErrorPercent else { return .calm }
        let failed = now.failed - before.failed
        let (all, isTooMany) = failed.addingReportingOverflow(now.answered - before.answered)
        guard !isTooMany, all >= Self.leastRequests else { return .calm }
        // In thousandths, so that half of one percent is a number.
        let (product, overflow) = failed.multipliedReportingOverflow(by: 1_000)
        return CapacityLoad(overflow ? 1_000 : product / all, mark: UInt64(mark) * 10, calmBelow: UInt64(mark) * 5)
    }
}

extension UpstreamTotals {
    /// Whether nothing is less than it was.
    fileprivate func follows(_ before: Self) -> Bool {
        self.answered >= before.answered && self.failed >= before.failed && self.sent >= before.sent
            && self.waitedNanoseconds >= before.waitedNanoseconds
    }
}
