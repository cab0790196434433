import Auditing
package import Keys

/// Changes a role, and with it every key that holds it. The caller must name the revision it changes.
package struct UpdateRole: ManagementOperation {
    let id: RoleID
    package var name: String?
    package var allowed: [PermissionPattern]?
    package var denied: [PermissionPattern]?
    package var inherits: [RoleID]?
    package var environments: [EnvironmentID]?
    package var maximumGrantSeconds: Patch<UInt32> = .absent

    package init(_ id: RoleID) { self.id = id }

    package func perform(in act: Act) throws -> Role {
        let before = try act.reader.existing(self.id)
        guard !before.isBuiltIn else {
            throw ManagementError.invalid(
                "/name", "is one of the roles that every project has: make a role of your own")
        }
        try act.require(revision: before.revision, isMandatory: true)
        var role = before
        if let name = self.name { role.name = name }
        if let allowed = self.allowed { role.grants.allowed = allowed }
        if let denied = self.denied { role.grants.denied = denied }
        if let inherits = self.inherits { role.inherits = inherits }
        if let environments = self.environments { role.environments = environments }
        role.maximumGrantSeconds = self.maximumGrantSeconds.applied(to: role.maximumGrantSeconds)
        try RoleCheck.check(role, in: act.reader)
        if before.maximumGrantSeconds == nil, role.maximumGrantSeconds != nil {
            try RoleCheck.checkHolders(of: role, in: act)
        }
        return role == before ? before : try act.save(role, replacing: before, .roleUpdate)
    }
}
