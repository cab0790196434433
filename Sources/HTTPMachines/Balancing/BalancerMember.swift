/// What an event loop thinks of an endpoint.
package enum EndpointState: UInt8, Sendable, CaseIterable {
    case available
    /// Its health checks fail.
    case unhealthy
    /// It has failed too many requests in a row, and is out for a while.
    case ejected
}

/// One endpoint as the balancer keeps it.
struct BalancerMember: Sendable {
    /// The smallest share of its weight that an endpoint begins with, in thousandths.
    private static let leastShare: UInt64 = 100

    /// 1...1,000.
    private(set) var weight: UInt32
    /// It gets no more requests, and goes when those it has are over.
    var isRetiring = false
    /// Requests under way, waiting for a connection included.
    var active = 0
    /// Its health checks succeed, or there are none.
    var isHealthy = true
    var ejection = EjectionState()
    /// Since when its share grows; `nil` when it has the whole.
    var growsSince: UInt64?
    /// Its weight at this time, in thousandths.
    private(set) var share: Int64
    /// What smooth round robin has saved up for it.
    var credit: Int64 = 0

    init(weight: Int) {
        self.weight = UInt32(min(max(weight, 1), 1_000))
        self.share = Int64(self.weight) * 1_000
    }

    mutating func setWeight(_ weight: Int) {
        let weight = UInt32(min(max(weight, 1), 1_000))
        guard weight != self.weight else { return }
        self.weight = weight
        self.share = Int64(weight) * 1_000
    }

    var state: EndpointState {
        if self.ejection.isOut { return .ejected }
        return self.isHealthy ? .available : .unhealthy
    }

    /// Works out its share.
    mutating func refresh(now: UInt64, slowStart: UInt64) {
        guard let start = self.growsSince else { return }
        let elapsed = now > start ? now - start : 0
        guard slowStart > 0, elapsed < slowStart else {
            self.growsSince = nil
            self.share = Int64(self.weight) * 1_000
            return
        }
        // Both are shortened to microseconds, so that the product fits: a day has 86,400,000,000 of them.
        let thousandths = min(elapsed / 1_000, 1 << 50) * 1_000 / max(slowStart / 1_000, 1)
        self.share = Int64(self.weight) * Int64(min(max(thousandths, Self.leastShare), 1_000))
    }
}
