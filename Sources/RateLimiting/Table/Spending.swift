/// One request on its way through the table: its limits in the order of their shards, and what they said so far.
struct Spending {
    private let demands: LimitDemands
    let now: UInt64
    private let shardMask: UInt64
    private var hashes: InlineArray<24, SubjectHash>
    /// Positions in `demands`, by ascending shard: locks are always taken in this order, so that two requests can never
    /// wait for each other.
    private var order: InlineArray<24, UInt8>
    private var tightest: LimitReading?
    private var violations: UInt32 = 0

    init(_ demands: LimitDemands, _ now: UInt64, seed: SubjectHash.Seed, shardMask: UInt64) {
        self.demands = demands
        self.now = now
        self.shardMask = shardMask
        self.hashes = .init(repeating: .init(high: 0, low: 0))
        self.order = .init { UInt8(truncatingIfNeeded: $0) }
        for index in 0..<demands.count {
            let demand = demands[index]
            self.hashes[index] = seed.hash(identity: demand.rule.identity, subject: demand.subject)
        }
        self.sort()
    }

    var count: Int { self.demands.count }
    var isRefused: Bool { self.violations != 0 }

    var outcome: SpendOutcome {
        guard let tightest = self.tightest else { return .unlimited }
        return self.isRefused ? .refused(tightest, violations: self.violations) : .admitted(tightest)
    }

    func demand(_ step: Int) -> LimitDemand { self.demands[Int(self.order[step])] }
    func hash(_ step: Int) -> SubjectHash { self.hashes[Int(self.order[step])] }
    func shard(_ step: Int) -> Int { Int(truncatingIfNeeded: self.hash(step).high & self.shardMask) }

    mutating func note(_ weighed: WeighedLimit, _ step: Int) {
        guard var reading = weighed.tightest else { return }
        reading.position = self.order[step]
        if !reading.isAdmitted { self.violations |= 1 << UInt32(reading.position) }
        guard let tightest = self.tightest else {
            self.tightest = reading
            return
        }
        // Of equals the first in the request's own order, so that the answer does not depend on the shards'.
        let isFirst = reading.position < tightest.position && !tightest.isTighter(than: reading)
        if reading.isTighter(than: tightest) || isFirst { self.tightest = reading }
    }

    private mutating func sort() {
        for end in stride(from: 1, to: self.count, by: 1) {
            var place = end
            while place > 0, self.shard(place) < self.shard(place - 1) {
                self.order.swapAt(place, place - 1)
                place -= 1
            }
        }
    }
}
