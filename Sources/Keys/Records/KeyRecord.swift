/// A key as it is stored: who owns it, what it may do, and the versions of its secret.
package struct KeyRecord: Hashable, Sendable {
    /// Longest time a revoked key may go on: 90 days.
    package static let longestGraceSeconds: UInt32 = 7_776_000
    package static let mostTags = 32
    package static let longestTag = 64
    package static let mostMetadata = 32
    package static let longestMetadataName = 64
    package static let longestMetadataValue = 512
    package static let longestName = 128
    package static let mostRoles = 32
    package static let mostWithdrawnRoutes = 256
    package static let longestReason = 512
    /// Versions that can admit at the same moment: the fixed number of digests the gateway compares.
    package static let mostLiveVersions = 4
    /// Versions kept for inspection; older retired ones live on in the audit log alone.
    package static let mostVersions = 32

    package let id: KeyID
    package let projectID: ProjectID
    package let environmentID: EnvironmentID
    /// The prefix its tokens carry.
    package let prefix: String

    package var name: String
    package var ownerID: IdentityID?
    package var tags: [String]
    package var metadata: [String: String]
    package var roles: [RoleID]
    package var grants: Grants
    package var boundary: Boundary
    /// Rights beside these, each for a time.
    package var timedGrants: [TimedGrant]
    /// Names of routes that were taken from the key, whatever it may do there.
    package var withdrawnRoutes: [String]
    package var restrictions: Restrictions
    package var limits: [LimitPolicy]
    /// Other numbers for some of its limits, for a time.
    package var limitOverrides: [LimitOverride]
    /// An allowance that it uses up; `nil` for none.
    package var credits: Credits?
    /// Before this moment the key admits nobody.
    package var notBefore: WallTime?
    package var expiry: KeyExpiry

    package var state: KeyState
    /// Who brought about the state, when and why; `nil` while the key is as it was issued.
    package var stateChange: StateChange?
    /// End of the grace period of a revocation that was announced.
    package var revokesAt: WallTime?
    /// When it was announced that the key will be suspended unless it is used; `nil` when it never was (`UnusedKeyRule`).
    package var unusedNoticeAt: WallTime?

    /// Oldest first, numbered from 1; never empty.
    package var versions: [KeyVersion]
    /// The latest rotation.
    package var rotation: Rotation?

    package let createdAt: WallTime
    /// `local:<uid>` or an operator id.
    package let createdBy: String
    /// Counts up with every change; the ETag.
    package var revision: UInt64

    package init(
        id: KeyID, projectID: ProjectID, environmentID: EnvironmentID, prefix: String, name: String,
        ownerID: IdentityID?, tags: [String] = [], metadata: [String: String] = [:], roles: [RoleID] = [],
        grants: Grants = .init(), boundary: Boundary = .standard,
        timedGrants: [TimedGrant] = [], withdrawnRoutes: [String] = [], restrictions: Restrictions = .init(),
        limits: [LimitPolicy] = [], limitOverrides: [LimitOverride] = [], credits: Credits? = nil,
        notBefore: WallTime? = nil, expiry: KeyExpiry, state: KeyState = .active,
        stateChange: StateChange? = nil, revokesAt: WallTime? = nil, unusedNoticeAt: WallTime? = nil,
        versions: [KeyVersion], rotation: Rotation? = nil, createdAt: WallTime, createdBy: String, revision: UInt64 = 1
    ) {
        self.id = id
        self.projectID = projectID
        self.environmentID = environmentID
        self.prefix = prefix
        self.name = name
        self.ownerID = ownerID
        self.tags = tags
        self.metadata = metadata
        self.roles = roles
        self.grants = grants
        self.boundary = boundary
        self.timedGrants = timedGrants
        self.withdrawnRoutes = withdrawnRoutes
        self.restrictions = restrictions
        self.limits = limits
        self.limitOverrides = limitOverrides
        self.credits = credits
        self.notBefore = notBefore
        self.expiry = expiry
        self.state = state
        self.stateChange = stateChange
        self.revokesAt = revokesAt
        self.unusedNoticeAt = unusedNoticeAt
        self.versions = versions
        self.rotation = rotation
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.revision = revision
    }

    /// What a person recognises the key by: start of the public id, last four characters of the newest version's check.
    package func hint(tag: String) -> String {
        TokenHint.text(prefix: self.prefix, tag: tag, id: self.id, suffix: self.versions.last?.hintSuffix ?? "")
    }
}
