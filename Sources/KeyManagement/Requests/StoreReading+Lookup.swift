import Keys
import Storage

/// Look-ups that refuse what is not there.
extension StoreReading {
    func existing(_ id: ProjectID) throws -> Project {
        guard let found = try self.project(id) else { throw ManagementError.notFound("project \(id)") }
        return found
    }

    func existing(_ id: EnvironmentID) throws -> Environment {
        guard let found = try self.environment(id) else { throw ManagementError.notFound("environment \(id)") }
        return found
    }

    func existing(_ id: IdentityID) throws -> Identity {
        guard let found = try self.identity(id) else { throw ManagementError.notFound("identity \(id)") }
        return found
    }

    func existing(_ id: RoleID) throws -> Role {
        guard let found = try self.role(id) else { throw ManagementError.notFound("role \(id)") }
        return found
    }

    func existing(_ id: OperatorID) throws -> Operator {
        guard let found = try self.operator(id) else { throw ManagementError.notFound("operator \(id)") }
        return found
    }

    func existing(_ id: KeyID) throws -> KeyRecord {
        guard let found = try self.key(id) else { throw ManagementError.notFound("key \(id)") }
        return found
    }

    func existing(_ id: RekeyingID) throws -> Rekeying {
        guard let found = try self.rekeying(id) else { throw ManagementError.notFound("rotation \(id)") }
        return found
    }

    /// Refuses an owner or roles that are not of the key's project.
    func require(owner: IdentityID?, roles: [RoleID], in project: ProjectID) throws {
        var checks = FieldChecks()
        if let owner {
            let found = try self.identity(owner)
            checks.require(found?.projectID == project, "/owner_id", "must name an identity of the key's project")
        }
        checks.require(roles.count <= KeyRecord.mostRoles, "/roles", "must be at most \(KeyRecord.mostRoles)")
        checks.require(Set(roles).count == roles.count, "/roles", "must not repeat a role")
        guard roles.count <= KeyRecord.mostRoles else { return try checks.finish() }
        for (index, role) in roles.enumerated() {
            let found = try self.role(role)
            checks.require(found?.projectID == project, "/roles/\(index)", "must name a role of the key's project")
        }
        try checks.finish()
    }
}
