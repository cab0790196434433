/// One request on its way through the table: its limits in the order of their shards, and what they said so far.
struct Spending {
    private let demands: UnsafeMutablePointer<LimitDemand>
    let count: Int
    /// Positions in `demands`, by ascending shard: locks are always taken in this order, so that two requests can never
    /// wait for each other.
    private let order: UnsafeMutableBufferPointer<UInt8>
    let now: UInt64
    private let shardMask: UInt64
    private var tightest: LimitReading?
    private var violations: UInt64 = 0
    /// Whether somebody waits for the ledger, or soon will.
    var isPressing = false
    /// Bit i: limit i would have refused, but is weighed in the shadow.
    private(set) var shadowed: UInt64 = 0

    /// `order` has room for a position of each demand.
    init(
        _ demands: UnsafeMutablePointer<LimitDemand>, count: Int, order: UnsafeMutableBufferPointer<UInt8>,
        _ now: UInt64, seed: SubjectHash.Seed, shardMask: UInt64
    ) {
        self.demands = demands
        self.count = count
        self.order = order
        self.now = now
        self.shardMask = shardMask
        for index in 0..<count {
            demands[index].hash = seed.hash(identity: demands[index].rule.identity, subject: demands[index].subject)
            self.place(index)
        }
    }

    var isRefused: Bool { self.violations != 0 }

    var outcome: SpendOutcome {
        guard let tightest = self.tightest else { return .unlimited }
        return self.isRefused ? .refused(tightest, violations: self.violations) : .admitted(tightest)
    }

    func demand(_ step: Int) -> UnsafePointer<LimitDemand> { .init(self.demands + self.position(step)) }
    private func position(_ step: Int) -> Int { Int(self.order[step]) }
    func shard(_ step: Int) -> Int { self.shard(ofDemand: self.position(step)) }

    mutating func note(_ weighed: WeighedLimit, _ step: Int) {
        guard var reading = weighed.tightest else { return }
        reading.position = self.order[step]
        self.demands[Int(reading.position)].reading = reading
        // What is weighed in the shadow is told of there, and decides nothing.
        guard !self.demands[Int(reading.position)].isShadow else {
            if !reading.isAdmitted { self.shadowed |= 1 << UInt64(reading.position) }
            return
        }
        if !reading.isAdmitted { self.violations |= 1 << UInt64(reading.position) }
        guard let tightest = self.tightest else {
            self.tightest = reading
            return
        }
        // Of equals the first in the request's own order, so that the answer does not depend on the shards'.
        let isFirst = reading.position < tightest.position && !tightest.isTighter(than: reading)
        if reading.isTighter(than: tightest) || isFirst { self.tightest = reading }
    }

    private func shard(ofDemand index: Int) -> Int {
        Int(truncatingIfNeeded: (self.demands[index].hash.high >> 1) & self.shardMask)
    }

    /// Puts demand `index` behind those before it whose shards are not above its own.
    private func place(_ index: Int) {
        let shard = self.shard(ofDemand: index)
        var step = index
        while step > 0, self.shard(step - 1) > shard {
            self.order[step] = self.order[step - 1]
            step -= 1
        }
        self.order[step] = UInt8(truncatingIfNeeded: index)
    }
}
