import Keys
import Storage

/// Refuses policies that must not be stored.
enum PolicyCheck {
    static func check(_ policy: Policy, in reader: any StoreReading) throws {
        var checks = FieldChecks()
        checks.slug(policy.name, "/name")
        checks.require((0...100).contains(policy.rolloutPercent), "/rollout_percent", "must be 0 to 100")
        checks.restrictions(policy.restrictions, mostRanges: Restrictions.mostSharedRanges)
        if let permissions = policy.permissions { checks.grants(permissions) }
        checks.limits(policy.limits, scopes: LimitPolicy.Scope.allCases, mayTrust: false)
        checks.stepUp(policy.stepUp)
        checks.require(!policy.isEmpty, "", "must ask for something: restrictions, permissions, step_up or limits")
        try checks.selection(policy, in: reader)
        try checks.finish()
        try Self.checkRoom(for: policy, in: reader)
    }

    /// What a request can be asked is bounded.
    private static func checkRoom(for policy: Policy, in reader: any StoreReading) throws {
        let stored = try reader.policies(in: policy.environmentID, after: nil, limit: Policy.most + 1)
        let others = stored.filter { $0.id != policy.id }
        var checks = FieldChecks()
        checks.require(
            others.count < Policy.most, "/name", "cannot be added: an environment has at most \(Policy.most) policies")
        if policy.mode != .off {
            let asked = others.count { $0.mode != .off }
            checks.require(
                asked < Policy.mostAsked, "/mode",
                "must be off: an environment has at most \(Policy.mostAsked) policies in force or in shadow")
            let limits = others.filter { $0.mode != .off }.reduce(policy.limits.count) { $0 + $1.limits.count }
            checks.require(
                limits <= Policy.mostLimits, "/limits",
                "would be \(limits) of all policies in force or in shadow: at most \(Policy.mostLimits)")
        }
        try checks.finish()
    }
}

extension FieldChecks {
    fileprivate mutating func stepUp(_ stepUp: StepUp) {
        guard let seconds = stepUp.grantWithinSeconds else { return }
        self.require(
            (1...StepUp.longestGrantAge).contains(seconds), "/step_up/grant_within_seconds",
            "must be 1 to \(StepUp.longestGrantAge)")
    }

    fileprivate mutating func selection(_ policy: Policy, in reader: any StoreReading) throws {
        let selection = policy.selection
        self.require(
            selection.roles.count <= PolicySelection.mostRoles, "/applies_to/roles",
            "must be at most \(PolicySelection.mostRoles)")
        self.require(
            selection.routes.count <= PolicySelection.mostRoutes, "/applies_to/routes",
            "must be at most \(PolicySelection.mostRoutes)")
        self.require(
            selection.keys.count <= PolicySelection.mostKeys, "/applies_to/keys",
            "must be at most \(PolicySelection.mostKeys)")
        for (index, id) in selection.roles.prefix(PolicySelection.mostRoles).enumerated() {
            let role = try reader.role(id, of: policy.projectID)
            self.require(role != nil, "/applies_to/roles/\(index)", "must name a role of the project")
        }
        for (index, name) in selection.routes.prefix(PolicySelection.mostRoutes).enumerated() {
            self.text(name, atMost: PolicySelection.longestRoute, "/applies_to/routes/\(index)")
        }
        for (index, id) in selection.keys.prefix(PolicySelection.mostKeys).enumerated() {
            let key = try reader.key(id)
            self.require(
                key?.environmentID == policy.environmentID, "/applies_to/keys/\(index)",
                "must name a key of the environment")
        }
    }
}
