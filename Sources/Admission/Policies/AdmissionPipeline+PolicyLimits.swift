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
        let place = (route, passed)
        var position = self.note(passed?.extras?.limits.count ?? 0, .key, from: 0, at: place)
        position = self.notePolicyLimits(from: position, at: place)
        position = self.note(route.compiledLimits.count, .route, from: position, at: place)
        position = self.note(self.plan.globalLimits.count, .gateway, from: position, at: place)
        // Credits come last.
        _ = self.note(self.demands.count - position, .key, from: position, isCredits: true, at: place)
    }

    /// Writes down how each limit of a verification stood: those of the key, those that the verifier brings, the credits,
    /// then those of policies. `own` are all but the last.
    mutating func noteLimits(of key: VerifiedKey, own: Int) {
        let (limits, credits) = (key.extras?.limits.count ?? 0, key.extras?.credits == nil ? 0 : 1)
        var position = self.note(limits, .key, from: 0)
        position = self.note(own - limits - credits, .verifier, from: position)
        position = self.note(credits, .key, from: position, isCredits: true)
        _ = self.notePolicyLimits(from: position)
    }

    private mutating func notePolicyLimits(from start: Int, at place: (route: RouteRules, passed: PassedKey?)? = nil)
        -> Int
    {
        guard self.asked != 0 else { return start }
        let policies = self.snapshot.policies.all(in: self.askedEnvironment)
        var position = start
        for bit in self.asked.setBits {
            let policy = policies[bit]
            guard !policy.limits.isEmpty else { continue }
            let carrier = policy.isEnforced ? RuleOutcome.Carrier.policy : .shadow
            position = self.note(
                policy.limits.count, carrier, of: self.rules.place(of: policy), from: position, at: place)
        }
        return position
    }

    /// Writes down so many limits of one carrier. `place`: on which route, where limits may be lowered.
    ///
    /// - Returns: the position behind them.
    private mutating func note(
        _ count: Int, _ carrier: RuleOutcome.Carrier, of policy: UInt8? = 0, from start: Int, isCredits: Bool = false,
        at place: (route: RouteRules, passed: PassedKey?)? = nil
    ) -> Int {
        guard let policy else { return start + count }
        for index in 0..<max(count, 0) {
            guard let reading = self.demands.reading(start + index) else { continue }
            var outcome = RuleOutcome(isCredits ? .credits : .limit, carrier)
            outcome.isShadow = self.demands.isShadow(start + index)
            if !reading.isAdmitted {
                outcome.reason =
                    place.map { self.reason(reading, at: start + index, on: $0.route, $0.passed) }
                    ?? Reason(reading, isLowered: false)
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
