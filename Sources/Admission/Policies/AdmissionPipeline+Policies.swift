import Keys
import RateLimiting

/// What policies say of a request: in phase 6 by their restrictions, in phase 7 by what they let a key do at most and what
/// they want to see beside it.
extension AdmissionPipeline {
    /// Phase 6 by the policies that are asked. Those that do not hold for the key, and those that have spoken, are asked no
    /// more.
    ///
    /// `unused`: see `unusedByPolicies`.
    ///
    /// - Returns: why one in force refuses; `nil` when none does.
    mutating func restrictByPolicies(
        _ key: KeyEntry, _ request: AdmissionRequest, on route: RouteRules, unused: Int64?
    ) -> Reason? {
        let inputs = request.inputs(on: route, unused: unused)
        let policies = self.snapshot.policies.all(in: key.environment)
        for position in self.asked.setBits {
            guard position < policies.count, policies[position].holds(for: key.id) else {
                self.asked &= ~(1 << UInt64(position))
                continue
            }
            guard let restrictions = policies[position].restrictions,
                let reason = restrictions.objection(to: inputs)
            else { continue }
            if self.note(reason, by: policies[position], at: position) { return reason }
        }
        return nil
    }

    /// Phase 7 by the policies that are left.
    ///
    /// - Returns: why one in force refuses; `nil` when none does.
    mutating func authorizeByPolicies(
        _ key: KeyEntry, _ matched: MatchedKey, _ request: AdmissionRequest, on route: RouteRules
    ) -> Reason? {
        let policies = self.snapshot.policies.all(in: key.environment)
        for position in self.asked.setBits {
            let policy = policies[position]
            let reason =
                policy.permissions.map { $0.permits(route) } ?? true
                ? self.stepUp(policy.stepUp, key, matched, request, on: route) : .permissionMissing
            if self.note(reason, by: policy, at: position), let reason { return reason }
        }
        return nil
    }

    /// What policies let a key do at most, for what stays open: proof beside the key was shown when it began.
    mutating func permitByPolicies(_ key: KeyEntry, on route: RouteRules) -> Reason? {
        let policies = self.snapshot.policies.all(in: key.environment)
        for position in self.asked.setBits {
            let policy = policies[position]
            if policy.isEnforced, let permissions = policy.permissions, !permissions.permits(route) {
                return .permissionMissing
            }
        }
        return nil
    }

    /// Which proof is missing; `nil` when all is there.
    private func stepUp(
        _ stepUp: StepUp, _ key: KeyEntry, _ matched: MatchedKey, _ request: AdmissionRequest, on route: RouteRules
    ) -> Reason? {
        if stepUp.certificate, !key.isBound(to: request.certificate?.held(at: request.now)) {
            return .certificateRequired
        }
        if let age = stepUp.grantWithinSeconds,
            !self.snapshot.hasGrant(key, youngerThan: age, at: request.now, where: { $0.permits(route) })
        {
            return .grantRequired
        }
        if stepUp.secondKey, !self.secondKey.vouches(for: matched) { return .secondKeyRequired }
        return nil
    }

    /// The rights as far as the policies that are asked leave them.
    mutating func left(of grants: GrantSet) -> GrantSet {
        self.cut.left(of: grants, by: self.asked, in: self.askedEnvironment, self.snapshot)
    }

    /// Writes down what a policy says.
    ///
    /// - Returns: whether the request is refused by it.
    mutating func note(_ reason: Reason?, by policy: CompiledPolicy, at position: Int) -> Bool {
        if reason != nil { self.asked &= ~(1 << UInt64(position)) }
        if let place = self.rules.place(of: policy) {
            var outcome = RuleOutcome(.policy, policy.isEnforced ? .policy : .shadow, reason: reason)
            outcome.policy = place
            self.rules.add(outcome)
        }
        return reason != nil && policy.isEnforced
    }
}

extension KeyEntry {
    /// Whether the key names the certificate that was shown.
    func isBound(to certificate: CertificateThumbprint?) -> Bool {
        guard let certificate, let restrictions = self.extras?.restrictions else { return false }
        return restrictions.source.certificates.contains(certificate)
    }
}

extension Snapshot {
    /// Whether the key holds rights for a time that were given no longer ago than so many seconds and meet a condition.
    func hasGrant(
        _ key: KeyEntry, youngerThan seconds: UInt32, at now: WallTime, where condition: (GrantSet) -> Bool
    ) -> Bool {
        guard let timed = key.extras?.timedRights else { return false }
        let earliest = now.adding(seconds: -Int64(seconds)).milliseconds
        for grant in timed where grant.endsAt > now.milliseconds && grant.startsAt >= earliest {
            if condition(self.grantSets[Int(grant.own)]) { return true }
        }
        return false
    }
}
