import Keys
import RateLimiting

/// Limits that policies carry. Those in force are spent with all others of the request; those in shadow apart, so that
/// they never take from what counts.
extension AdmissionPipeline {
    /// Adds the limits of policies in force to what the request must spend.
    ///
    /// - Returns: `false` when there are more than a request can have.
    mutating func addPolicyLimits(_ spending: LimitSpending) -> Bool {
        guard self.asked != 0, let key = spending.key else { return true }
        let policies = self.snapshot.policies.all(in: key.environment)
        var left = self.asked
        while left != 0 {
            let policy = policies[left.trailingZeroBitCount]
            left &= left - 1
            guard policy.isEnforced else { continue }
            guard spending.add(policy.limits, to: &self.demands) else { return false }
        }
        return true
    }

    /// Spends the limits of policies in shadow, and writes down what they would have said.
    mutating func spendShadowLimits(_ spending: LimitSpending, at now: MonotonicNanoseconds) {
        guard let key = spending.key else { return }
        let policies = self.snapshot.policies.all(in: key.environment)
        self.shadowDemands.removeAll()
        var left = self.asked
        while left != 0 {
            let policy = policies[left.trailingZeroBitCount]
            left &= left - 1
            guard !policy.isEnforced, !policy.limits.isEmpty else { continue }
            if !spending.add(policy.limits, to: &self.shadowDemands) { self.rules.cut() }
        }
        guard self.shadowDemands.count > 0 else { return }
        _ = self.plan.limiter.spend(&self.shadowDemands, at: now)
        var position = 0
        left = self.asked
        while left != 0 {
            let policy = policies[left.trailingZeroBitCount]
            left &= left - 1
            guard !policy.isEnforced else { continue }
            for index in policy.limits.indices where position < self.shadowDemands.count {
                let reading = self.shadowDemands.reading(position)
                self.note(reading, .shadow, index, of: self.rules.place(of: policy))
                position += 1
            }
        }
    }

    /// Writes down how each limit of the request stood, in the order in which they were added.
    mutating func noteLimits(_ outcome: SpendOutcome, on route: RouteRules, _ passed: PassedKey?) {
        var position = 0
        for index in (passed?.extras?.limits ?? []).indices {
            self.note(self.demands.reading(position), .key, index)
            position += 1
        }
        if self.asked != 0, let key = passed?.matched {
            let policies = self.snapshot.policies.all(in: key.environment)
            var left = self.asked
            while left != 0 {
                let policy = policies[left.trailingZeroBitCount]
                left &= left - 1
                guard policy.isEnforced else { continue }
                for index in policy.limits.indices {
                    self.note(self.demands.reading(position), .policy, index, of: self.rules.place(of: policy))
                    position += 1
                }
            }
        }
        for index in route.compiledLimits.indices {
            self.note(self.demands.reading(position), .route, index)
            position += 1
        }
        for index in self.plan.globalLimits.indices {
            self.note(self.demands.reading(position), .gateway, index)
            position += 1
        }
    }

    private mutating func note(
        _ reading: LimitReading?, _ carrier: RuleOutcome.Carrier, _ index: Int, of policy: UInt8? = 0
    ) {
        guard let reading, let policy else { return }
        var outcome = RuleOutcome(.limit, carrier, reason: reading.isAdmitted ? nil : .limitExceeded)
        outcome.policy = policy
        outcome.position = UInt8(truncatingIfNeeded: index)
        outcome.used = reading.used
        outcome.capacity = reading.window.capacity
        outcome.windowSeconds = reading.window.refillSeconds
        self.rules.add(outcome)
    }

    /// The name of a policy's limit, when the position is that of one; otherwise the position counts from behind them.
    func nameOfPolicyLimit(_ position: inout Int) -> String? {
        var left = self.asked
        guard left != 0 else { return nil }
        let policies = self.snapshot.policies.all(in: self.askedEnvironment)
        while left != 0 {
            let policy = policies[left.trailingZeroBitCount]
            left &= left - 1
            guard policy.isEnforced else { continue }
            if position < policy.limits.count { return policy.limits[position].name }
            position -= policy.limits.count
        }
        return nil
    }
}
