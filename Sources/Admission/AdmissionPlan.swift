package import Keys
package import RateLimiting

/// What every loop's pipeline shares: routes and limits of the configuration, and the counts behind all limits.
package final class AdmissionPlan: Sendable {
    package let publication: SnapshotPublication
    package let routes: [RouteRules]
    /// Where limits by the calendar find the rules of their zones.
    private let zones: ZoneSource
    let globalLimits: [CompiledLimit]
    package let limiter: LimiterTable
    /// How much of its limits the node gives out.
    package let capacity: CapacityBoard
    let failures: FailureBudget
    /// Where foreign tokens that could be guessed are proven.
    package let foreign: ForeignDesk
    /// Where digests under newer peppers wait.
    package let rehashes: RehashDesk

    /// `limits` are those of the whole gateway. Without a desk no foreign token that could be guessed is admitted.
    package init(
        publication: SnapshotPublication, routes: RouteBook, limits: [LimitPolicy], limiter: LimiterTable,
        failures: FailureBudget, foreign: ForeignDesk? = nil, zones: ZoneSource = .utcOnly
    ) {
        self.publication = publication
        self.routes = routes.rules
        self.zones = zones
        self.globalLimits = limits.map { .init($0, owner: (0, 0), zones: zones) }
        self.rehashes = RehashDesk()
        self.limiter = limiter
        self.capacity = CapacityBoard()
        self.failures = failures
        self.foreign = foreign ?? ForeignDesk(processSecret: [0].span, attempts: failures, run: nil)
    }

    /// The plan of another configuration: with other routes and limits, and the same counts.
    package init(_ plan: AdmissionPlan, routes: RouteBook, limits: [LimitPolicy]) {
        self.publication = plan.publication
        self.routes = routes.rules
        self.zones = plan.zones
        self.globalLimits = limits.map { .init($0, owner: (0, 0), zones: plan.zones) }
        self.limiter = plan.limiter
        self.capacity = plan.capacity
        self.failures = plan.failures
        self.foreign = plan.foreign
        self.rehashes = plan.rehashes
    }

    /// How long the answer to a failed authentication over budget is to be held back.
    package var failureDelayNanoseconds: UInt64 { self.failures.delayNanoseconds }
}
