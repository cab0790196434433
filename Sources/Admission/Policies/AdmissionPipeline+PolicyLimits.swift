import Keys
import RateLimiting

/// Limits that policies carry, spent with all others of the request. Those of policies in shadow never refuse.
extension AdmissionPipeline {
    /// Adds the limits of the policies that are asked to what the request must spend.
    ///
    /// - Returns: `false` when there are more than a request can have.
    mutating func addPolicyLimits(_ spending: LimitSpending) -> Bool {
        guard self.asked != 0 else { return true }
        let policies = self.snapshot.policies.all(in: self.askedEnvironment)
        for position in self.asked.setBits {
            guard spending.add(policies[position].limits, to: &self.demands) else { return false }
        }
        return true
    }

    /// The limit of a policy at that position behind the key's; otherwise the position counts from behind those of policies.
    func policyLimit(at position: inout Int) -> CompiledLimit? {
        guard self.asked != 0 else { return nil }
        let policies = self.snapshot.policies.all(in: self.askedEnvironment)
        for bit in self.asked.setBits {
            let limits = policies[bit].limits
            if position < limits.count { return limits[position] }
            position -= limits.count
        }
        return nil
    }

    /// Writes down how each limit of the request stood, in the order in which they were added.
    mutating func noteLimits(on route: RouteRules, _ passed: PassedKey?) {
        var position = self.note(passed?.extras?.limits.count ?? 0, .key, from: 0, on: route, passed)
        if self.asked != 0 {
            let policies = self.snapshot.policies.all(in: self.askedEnvironment)
            for bit in self.asked.setBits {
                let policy = policies[bit]
                guard !policy.limits.isEmpty else { continue }
                let carrier = policy.isEnforced ? RuleOutcome.Carrier.policy : .shadow
                position = self.note(
                    policy.limits.count, carrier, of: self.rules.place(of: policy), from: position, on: route, passed)
            }
        }
        position = self.note(route.compiledLimits.count, .route, from: position, on: route, passed)
        position = self.note(self.plan.globalLimits.count, .gateway, from: position, on: route, passed)
        // Credits come last.
        _ = self.note(
            self.demands.count - position, .key, from: position, isCredits: true, on: route, passed)
    }

    /// Writes down so many limits of one carrier.
    ///
    /// - Returns: the position behind them.
    private mutating func note(
        _ count: Int, _ carrier: RuleOutcome.Carrier, of policy: UInt8? = 0, from start: Int, isCredits: Bool = false,
        on route: RouteRules, _ passed: PassedKey?
    ) -> Int {
        guard let policy else { return start + count }
        for index in 0..<max(count, 0) {
            guard let reading = self.demands.reading(start + index) else { continue }
            let isShadowed = self.demands.shadowed & 1 << UInt64(start + index) != 0
            var outcome = RuleOutcome(isCredits ? .credits : .limit, carrier)
            if isShadowed || !reading.isAdmitted {
                outcome.reason = self.reason(reading, at: start + index, on: route, passed)
            }
            outcome.policy = policy
            outcome.position = UInt8(truncatingIfNeeded: index)
            outcome.used = reading.used
            outcome.capacity = reading.window.capacity
            outcome.windowSeconds = reading.window.refillSeconds
            self.rules.add(outcome)
        }
        return start + count
    }
}
