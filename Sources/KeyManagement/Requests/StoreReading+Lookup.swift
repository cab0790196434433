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
        guard let found = try self.role(id) ?? Role.builtIn(id) else { throw ManagementError.notFound("role \(id)") }
        return found
    }

    func existing(_ id: PolicyID) throws -> Policy {
        guard let found = try self.policy(id) else { throw ManagementError.notFound("policy \(id)") }
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

    /// Refuses an owner or roles that are not of the key's project, and roles that are held for a time only.
    func require(owner: IdentityID?, roles: [RoleID], in project: ProjectID) throws {
        var checks = FieldChecks()
        if let owner {
            let found = try self.identity(owner)
            checks.require(found?.projectID == project, "/owner_id", "must name an identity of the key's project")
        }
        checks.require(roles.count <= KeyRecord.mostRoles, "/roles", "must be at most \(KeyRecord.mostRoles)")
        checks.require(Set(roles).count == roles.count, "/roles", "must not repeat a role")
        guard roles.count <= KeyRecord.mostRoles else { return try checks.finish() }
        for (index, id) in roles.enumerated() {
            let role = try self.role(id, of: project)
            checks.require(role != nil, "/roles/\(index)", "must name a role of the key's project")
            checks.require(
                role?.maximumGrantSeconds == nil, "/roles/\(index)", "is held for a time only: give it by a grant")
        }
        try checks.finish()
    }

    /// The role if it is one of the project's or one that every project has.
    func role(_ id: RoleID, of project: ProjectID) throws -> Role? {
        try Role.builtIn(id) ?? self.role(id).flatMap { $0.projectID == project ? $0 : nil }
    }
}
