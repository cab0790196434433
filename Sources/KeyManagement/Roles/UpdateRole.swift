import Auditing
package import Keys

/// Changes a role, and with it every key that holds it. The caller must name the revision it changes.
package struct UpdateRole: ManagementOperation {
    let id: RoleID
    package var name: String?
    package var allowed: [PermissionPattern]?
    package var denied: [PermissionPattern]?
    package var inherits: [RoleID]?

    package init(_ id: RoleID) { self.id = id }

    package func perform(in act: Act) throws -> Role {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision, isMandatory: true)
        var role = before
        if let name = self.name { role.name = name }
        if let allowed = self.allowed { role.grants.allowed = allowed }
        if let denied = self.denied { role.grants.denied = denied }
        if let inherits = self.inherits { role.inherits = inherits }
        try RoleCheck.check(role, in: act.reader)
        return role == before ? before : try act.save(role, replacing: before, .roleUpdate)
    }
}
