/// How a balancer chooses. Times are nanoseconds.
package struct BalancerSettings: Equatable, Sendable {
    package var rule: BalancingRule
    /// Requests under way at one endpoint at once: others are chosen before one that has so many.
    package var mostRequestsEach: Int
    /// How long an endpoint that is new or has come back takes to get its whole share; 0: it has it at once.
    package var slowStart: UInt64
    /// With fewer of a hundred endpoints left than this, those that are out are used as well: a few would break under what
    /// is meant for all. With none left they always are.
    package var panicPercent: Int
    package var ejection: EjectionSettings

    package init(
        rule: BalancingRule = .roundRobin, mostRequestsEach: Int = .max, slowStart: UInt64 = 0, panicPercent: Int = 25,
        ejection: EjectionSettings = EjectionSettings()
    ) {
        self.rule = rule
        self.mostRequestsEach = mostRequestsEach
        self.slowStart = slowStart
        self.panicPercent = min(max(panicPercent, 0), 100)
        self.ejection = ejection
    }
}
