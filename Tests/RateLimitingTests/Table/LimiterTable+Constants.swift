@testable import RateLimiting

extension LimiterTable {
    /// Spends demands that the test keeps for the next time.
    func spend(_ demands: LimitDemands, at now: UInt64) -> SpendOutcome {
        var copy = demands
        return self.spend(&copy, at: now)
    }
}
