/// Rights that a key has for a time, beside its own: given for a reason, gone by themselves.
package struct TimedGrant: Hashable, Sendable {
    /// Most that a key has at a time.
    package static let most = 8
    package static let mostPermissions = 64
    /// Longest time: 30 days.
    package static let longestSeconds: UInt32 = 2_592_000

    /// Counts up in the key.
    package let number: UInt32
    package let roles: [RoleID]
    package let permissions: [PermissionPattern]
    package let startsAt: WallTime
    package var endsAt: WallTime
    /// Why it was given; never empty.
    package let reason: String
    /// Who gave it: `local:<uid>` or an operator id.
    package let grantedBy: String

    package init(
        number: UInt32, roles: [RoleID], permissions: [PermissionPattern], startsAt: WallTime, endsAt: WallTime,
        reason: String, grantedBy: String
    ) {
        self.number = number
        self.roles = roles
        self.permissions = permissions
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.reason = reason
        self.grantedBy = grantedBy
    }
}
