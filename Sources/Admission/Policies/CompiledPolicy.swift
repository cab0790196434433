import Keys

/// A policy as the hot path wants it. Which routes and which sets of rights it is about stands in the `PolicyBook`.
final class CompiledPolicy: Sendable {
    let id: PolicyID
    let revision: UInt64
    let selection: PolicySelection
    /// Whether it refuses; otherwise it only says that it would.
    let isEnforced: Bool
    let rolloutPercent: UInt8
    let restrictions: CompiledRestrictions?
    /// What a key may do at most; `nil` for everything.
    let permissions: GrantSet?
    let stepUp: StepUp
    let limits: [CompiledLimit]

    init(_ policy: Policy, routes: RouteBook, zones: ZoneSource) {
        self.id = policy.id
        self.revision = policy.revision
        self.selection = policy.selection
        self.isEnforced = policy.mode == .enforce
        self.rolloutPercent = policy.rolloutPercent
        self.restrictions = .init(policy.restrictions, zones: zones)
        self.permissions = policy.permissions.map { GrantSet($0, routes: routes) }
        self.stepUp = policy.stepUp
        self.limits = policy.limits.map {
            .init($0, owner: (policy.id.high, policy.id.low), isShadow: policy.mode == .shadow, zones: zones)
        }
    }

    /// Whether the policy has come to that key, and is about it as far as it names single keys.
    func holds(for key: KeyID) -> Bool {
        (self.rolloutPercent >= 100 || Policy.bucket(of: key, in: self.id) < self.rolloutPercent)
            && self.selection.includes(key)
    }
}
