/// Rules that hold for many keys of an environment at once: what all keys of a role, on a route or in a project are held
/// to, beside what each key carries itself.
///
/// A policy only ever takes away: it grants nothing. Of several policies all must be met, in the order of their names.
package struct Policy: Hashable, Sendable {
    /// Most policies of one environment.
    package static let most = 256
    /// Most of these that are asked, in force or in shadow.
    package static let mostAsked = 64
    /// Most limits that the policies of one environment have together, in force or in shadow: what one request can spend is
    /// bounded.
    package static let mostLimits = 16

    package let id: PolicyID
    package let projectID: ProjectID
    package let environmentID: EnvironmentID
    /// Unique in the environment, `[a-z0-9][a-z0-9-]{0,62}`.
    package var name: String
    package var selection: PolicySelection
    package var mode: PolicyMode
    /// How many of a hundred keys it holds for, 0 to 100: those whose `bucket` lies below. Raising it only adds keys.
    package var rolloutPercent: UInt8
    package var restrictions: Restrictions
    /// What a key may do at most, whatever it was granted; `nil` takes nothing away.
    package var permissions: Grants?
    package var stepUp: StepUp
    package var limits: [LimitPolicy]
    package let createdAt: WallTime
    package var revision: UInt64

    package init(
        id: PolicyID, projectID: ProjectID, environmentID: EnvironmentID, name: String,
        selection: PolicySelection = .init(), mode: PolicyMode = .enforce, rolloutPercent: UInt8 = 100,
        restrictions: Restrictions = .init(), permissions: Grants? = nil, stepUp: StepUp = .init(),
        limits: [LimitPolicy] = [], createdAt: WallTime, revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.environmentID = environmentID
        self.name = name
        self.selection = selection
        self.mode = mode
        self.rolloutPercent = rolloutPercent
        self.restrictions = restrictions
        self.permissions = permissions
        self.stepUp = stepUp
        self.limits = limits
        self.createdAt = createdAt
        self.revision = revision
    }

    /// Whether it asks for anything at all.
    package var isEmpty: Bool {
        self.restrictions.isEmpty && self.permissions == nil && self.stepUp.isEmpty && self.limits.isEmpty
    }

    /// Where a key stands in the roll-out, 0 to 99: evenly spread, and spread anew for each policy, so that it is not
    /// always the same keys that come first.
    package static func bucket(of key: KeyID, in policy: PolicyID) -> UInt8 {
        var hash = (key.low ^ (key.high << 7)) &* 0x9e37_79b9_7f4a_7c15
        hash ^= (policy.low ^ (policy.high << 7)) &* 0xc2b2_ae3d_27d4_eb4f
        hash ^= hash >> 31
        hash &*= 0xbf58_476d_1ce4_e5b9
        hash ^= hash >> 29
        return UInt8(truncatingIfNeeded: (hash >> 32) % 100)
    }
}
