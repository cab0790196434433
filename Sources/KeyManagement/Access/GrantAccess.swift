import Auditing
package import Keys

/// Gives a key rights for a time, beside its own. They end by themselves.
package struct GrantAccess: ManagementOperation {
    let id: KeyID
    let roles: [RoleID]
    let permissions: [PermissionPattern]
    let seconds: UInt32
    let reason: String

    package init(
        _ id: KeyID, roles: [RoleID] = [], permissions: [PermissionPattern] = [], seconds: UInt32, reason: String
    ) {
        self.id = id
        self.roles = roles
        self.permissions = permissions
        self.seconds = seconds
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyDetails {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        guard !before.isRevoked(at: act.now) else { throw LifecycleObjection.revoked }
        try self.check(before, in: act)
        var key = before
        key.timedGrants.removeAll { $0.endsAt <= act.now }
        guard key.timedGrants.count < TimedGrant.most else {
            throw ManagementError.invalid(
                "", "would be one too many: a key has at most \(TimedGrant.most) grants at a time")
        }
        key.timedGrants.append(
            .init(
                number: UInt32(truncatingIfNeeded: before.revision), roles: self.roles,
                permissions: self.permissions, startsAt: act.now, endsAt: act.now.adding(seconds: Int64(self.seconds)),
                reason: self.reason, grantedBy: act.caller.actor.description))
        let saved = try act.save(key, replacing: before, .keyGrant, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }

    private func check(_ key: KeyRecord, in act: Act) throws {
        var checks = FieldChecks()
        checks.reason(self.reason)
        checks.grants(.init(allowed: self.permissions))
        checks.require(
            self.permissions.count <= TimedGrant.mostPermissions, "/permissions",
            "must be at most \(TimedGrant.mostPermissions)")
        checks.require(self.roles.count <= KeyRecord.mostRoles, "/roles", "must be at most \(KeyRecord.mostRoles)")
        checks.require(Set(self.roles).count == self.roles.count, "/roles", "must not repeat a role")
        checks.require(
            !self.roles.isEmpty || !self.permissions.isEmpty, "", "must name what is granted: roles or permissions")
        checks.require(
            (1...TimedGrant.longestSeconds).contains(self.seconds), "/expires_in_seconds",
            "must be 1 to \(TimedGrant.longestSeconds)")
        for (index, id) in self.roles.prefix(KeyRecord.mostRoles).enumerated() {
            let role = try act.reader.role(id, of: key.projectID)
            checks.require(role != nil, "/roles/\(index)", "must name a role of the key's project")
            let longest = role?.maximumGrantSeconds ?? TimedGrant.longestSeconds
            checks.require(
                self.seconds <= longest, "/expires_in_seconds", "must be at most \(longest) for this role")
        }
        try checks.finish()
    }
}
