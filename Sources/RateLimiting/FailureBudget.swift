/// How often an address may fail to authenticate before its failures are answered with 429 and a delay.
///
/// A valid key always passes and is never weighed here, so nobody is locked out by a neighbour behind the same address.
package final class FailureBudget: Sendable {
    private let rule: LimitRule
    private let table: LimiterTable
    /// How long an answer over budget is held back.
    package let delayNanoseconds: UInt64

    /// So many failures are within budget in any span of `seconds`; so many addresses are remembered at the same time,
    /// and share budgets beyond.
    package init(
        failures: UInt32 = 30, seconds: UInt32 = 60, delayNanoseconds: UInt64 = 100_000_000, capacity: Int = 16_384,
        generator: inout some RandomNumberGenerator
    ) {
        self.rule = .init(
            identity: LimitRule.identity("failed-authentication"),
            windows: [.slidingWindow(limit: failures, seconds: seconds)])
        self.table = .init(capacity: capacity, generator: &generator)
        self.delayNanoseconds = delayNanoseconds
    }

    /// Counts one failed authentication of the address, which for IPv6 is its /64. `refused` means over budget: answer
    /// 429, after `delayNanoseconds`.
    package func charge(_ address: LimitSubject, at now: UInt64) -> SpendOutcome {
        self.table.spend(.init(rule: self.rule, subject: address), at: now)
    }

    /// How a budget stands in which there is no room for one more failure; `nil` while there is. Counts nothing.
    package func exhausted(_ address: LimitSubject, at now: UInt64) -> LimitReading? {
        switch self.table.spend(.init(rule: self.rule, subject: address, cost: 0), at: now) {
        case .admitted(let reading) where reading.remaining == 0:
            return LimitReading(
                window: reading.window, isAdmitted: false, used: reading.used, waitNanoseconds: reading.waitNanoseconds)
        case .admitted, .unlimited: return nil
        case .refused(let reading, _): return reading
        }
    }
}
