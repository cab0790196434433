import Keys
package import RateLimiting

/// Counts failed operator authentications by address. Whoever has a valid key passes whatever others did.
package struct FailureGate: Sendable {
    private let budget: FailureBudget

    package init(_ budget: FailureBudget) { self.budget = budget }

    /// Notes a failure.
    ///
    /// - Returns: how long the answer is to wait and what it says then; `nil` within budget.
    func failed(from address: IPAddress?, at now: MonotonicNanoseconds) -> (delayMs: Int, retryAfterSeconds: Int)? {
        let subject = (address ?? .init(ipv4: 0)).budgetSubject
        let outcome = self.budget.charge(.init(high: subject.high, low: subject.low), at: now)
        guard case .refused(let reading, _) = outcome else { return nil }
        let delay = Int(clamping: self.budget.delayNanoseconds / 1_000_000)
        return (delay, max(1, Int(clamping: reading.waitSeconds)))
    }
}
