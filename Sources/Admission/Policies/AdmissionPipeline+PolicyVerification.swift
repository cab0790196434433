import Keys
import RateLimiting

/// What policies say of a key that a verifier asks about. Those that are about routes are not asked: there is none.
extension AdmissionPipeline {
    /// Why a policy in force refuses; `nil` when none does. A second key cannot be shown to a verifier, so what asks for one
    /// refuses.
    mutating func objectionOfPolicies(
        to request: VerificationRequest, _ key: KeyEntry, _ grants: GrantSet, _ query: PermissionQuery?
    ) -> Reason? {
        let policies = self.snapshot.policies.all(in: key.environment)
        guard !policies.isEmpty else { return nil }
        self.asked = self.snapshot.policies.askedWithoutRoute(in: key.environment) & grants.policies
        self.askedEnvironment = key.environment
        var left = self.asked
        while left != 0 {
            let position = left.trailingZeroBitCount
            left &= left - 1
            let policy = policies[position]
            guard policy.holds(for: key.id) else {
                self.asked &= ~(1 << UInt64(position))
                continue
            }
            let reason = self.objection(of: policy, to: request, key, query)
            if self.note(reason, by: policy, at: position), let reason { return reason }
        }
        return nil
    }

    private func objection(
        of policy: CompiledPolicy, to request: VerificationRequest, _ key: KeyEntry, _ query: PermissionQuery?
    ) -> Reason? {
        let inputs = request.inputs(lastUse: key.lastUse)
        if let restrictions = policy.restrictions, let reason = restrictions.objection(to: inputs) { return reason }
        if let query, let permissions = policy.permissions, !query.holds(permissions) { return .permissionMissing }
        if policy.stepUp.certificate, !key.isBound(to: request.certificate) { return .certificateRequired }
        if let age = policy.stepUp.grantWithinSeconds,
            !self.snapshot.hasGrant(key, youngerThan: age, at: request.now, where: { query?.holds($0) ?? true })
        {
            return .grantRequired
        }
        return policy.stepUp.secondKey ? .secondKeyRequired : nil
    }

    /// Adds the limits of the policies that are asked to what the verification must spend.
    ///
    /// - Returns: `false` when there are more than a verification can have.
    mutating func addPolicyLimits(to request: VerificationRequest, _ key: MatchedKey) -> Bool {
        guard self.asked != 0 else { return true }
        let policies = self.snapshot.policies.all(in: self.askedEnvironment)
        var left = self.asked
        while left != 0 {
            let policy = policies[left.trailingZeroBitCount]
            left &= left - 1
            for limit in policy.limits {
                let subject = VerificationSpending.subject(of: limit.scope, request, key)
                let isConcurrency = limit.rule.window(0).isConcurrency
                let demand = limit.demand(
                    of: subject, cost: isConcurrency ? 0 : request.cost, percent: 100, at: request.now,
                    request.monotonic)
                guard self.demands.append(demand) else { return false }
            }
        }
        return true
    }
}
