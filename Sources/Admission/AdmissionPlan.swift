package import Keys
package import RateLimiting

/// What every loop's pipeline shares: limits of the configuration, and the counts behind all limits.
package final class AdmissionPlan: Sendable {
    package let publication: SnapshotPublication
    package let routes: [RouteRules]
    let globalLimits: [CompiledLimit]
    let routeLimits: [[CompiledLimit]]
    let limiter: LimiterTable
    let failures: FailureBudget
    /// Where foreign tokens that could be guessed are proven.
    package let foreign: ForeignDesk
    /// Where digests under newer peppers wait.
    package let rehashes = RehashDesk()

    /// Every route must stand at the position its `index` says; `limits` are those of the whole gateway.
    /// Without a desk no foreign token that could be guessed is admitted.
    package init(
        publication: SnapshotPublication, routes: [RouteRules], limits: [LimitPolicy], limiter: LimiterTable,
        failures: FailureBudget, foreign: ForeignDesk? = nil
    ) {
        self.publication = publication
        self.routes = routes
        self.globalLimits = limits.map { .init($0, owner: (0, 0)) }
        self.routeLimits = routes.map { route in
            route.limits.map { .init($0, owner: (1, UInt64(route.index))) }
        }
        self.limiter = limiter
        self.failures = failures
        self.foreign = foreign ?? ForeignDesk(processSecret: [0].span, attempts: failures, run: nil)
    }

    /// How long the answer to a failed authentication over budget is to be held back.
    package var failureDelayNanoseconds: UInt64 { self.failures.delayNanoseconds }
}
