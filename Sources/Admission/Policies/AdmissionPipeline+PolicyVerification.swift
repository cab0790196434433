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
        // Each part of a query has to be let by all of them at once: by one this and by another that is not enough.
        var rights = [grants]
        for position in self.asked.setBits {
            let policy = policies[position]
            guard policy.holds(for: key.id) else {
                self.asked &= ~(1 << UInt64(position))
                continue
            }
            let limited = policy.permissions.map { rights + [$0] } ?? rights
            let reason = self.objection(of: policy, to: request, key, query, limited)
            if self.note(reason, by: policy, at: position), let reason { return reason }
            if policy.isEnforced { rights = limited }
        }
        return nil
    }

    /// `rights` are the key's, and what the policy and those in force before it let it do at most.
    private func objection(
        of policy: CompiledPolicy, to request: VerificationRequest, _ key: KeyEntry, _ query: PermissionQuery?,
        _ rights: [GrantSet]
    ) -> Reason? {
        let inputs = request.inputs(unused: self.unusedByPolicies(key, at: request.monotonic))
        if let restrictions = policy.restrictions, let reason = restrictions.objection(to: inputs) { return reason }
        if let query, policy.permissions != nil, !query.holds(inAll: rights) { return .permissionMissing }
        if policy.stepUp.certificate, !key.isBound(to: request.certificate) { return .certificateRequired }
        if let age = policy.stepUp.grantWithinSeconds,
            !self.snapshot.hasGrant(
                key, youngerThan: age, at: request.now, where: { query?.holds(inAll: rights + [$0]) ?? true })
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
        for position in self.asked.setBits {
            for limit in policies[position].limits {
                let demand = VerificationSpending.demand(of: limit, cost: request.cost, request, key)
                guard self.demands.append(demand) else { return false }
            }
        }
        return true
    }
}
