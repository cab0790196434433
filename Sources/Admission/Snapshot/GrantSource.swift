import Keys

/// Where a set of rights comes from.
struct GrantSource: Hashable {
    let environment: EnvironmentID
    private(set) var roles: [RoleID]
    private(set) var direct: Grants
    let withdrawnRoutes: [String]

    init(_ record: KeyRecord) {
        self.environment = record.environmentID
        self.roles = record.roles
        self.direct = record.grants
        self.withdrawnRoutes = record.withdrawnRoutes
    }

    /// What a grant alone gives.
    init(_ grant: TimedGrant, of record: KeyRecord) {
        self.environment = record.environmentID
        self.roles = grant.roles
        self.direct = .init(allowed: grant.permissions)
        self.withdrawnRoutes = []
    }

    mutating func add(_ grant: TimedGrant) {
        self.roles += grant.roles.filter { !self.roles.contains($0) }
        self.direct.allowed += grant.permissions.filter { !self.direct.allowed.contains($0) }
    }
}
