import Keys
import Storage

/// Refuses roles that must not be stored.
enum RoleCheck {
    /// Most roles of one project: the graph of all of them is walked at every change.
    static let mostInProject = 1000

    static func check(_ role: Role, in reader: any StoreReading) throws {
        var checks = FieldChecks()
        checks.slug(role.name, "/name")
        checks.grants(role.grants)
        checks.require(
            role.inherits.count <= Role.mostInherited, "/inherits", "must be at most \(Role.mostInherited)")
        checks.require(Set(role.inherits).count == role.inherits.count, "/inherits", "must not repeat a role")
        checks.require(
            role.environments.count <= Role.mostEnvironments, "/environments",
            "must be at most \(Role.mostEnvironments)")
        checks.require(
            Set(role.environments).count == role.environments.count, "/environments", "must not repeat an environment")
        if let seconds = role.maximumGrantSeconds {
            checks.require(
                (1...TimedGrant.longestSeconds).contains(seconds), "/maximum_grant_seconds",
                "must be 1 to \(TimedGrant.longestSeconds)")
        }
        for (index, id) in role.environments.prefix(Role.mostEnvironments).enumerated() {
            let found = try reader.environment(id)
            checks.require(
                found?.projectID == role.projectID, "/environments/\(index)", "must name an environment of the project")
        }
        try checks.finish()
        let roles = try reader.roles(in: role.projectID, after: nil, limit: Self.mostInProject + 1)
        guard roles.count < Self.mostInProject || roles.contains(where: { $0.id == role.id }) else {
            throw ManagementError.invalid("/name", "cannot be added: a project has at most \(Self.mostInProject) roles")
        }
        let graph = RoleGraph(roles + [role])
        if let objection = graph.objection(to: role) { throw Self.error(objection) }
        if let (holder, held, seconds) = graph.outlasted(by: role) {
            throw ManagementError.invalid(
                "/maximum_grant_seconds",
                "must be at most \(seconds) for \(holder): it inherits from \(held), which is held no longer")
        }
    }

    /// Refuses to let a role that keys hold without an end be held for a time only: they would lose it, or keep it.
    static func checkHolders(of role: Role, in act: Act) throws {
        var filter = KeyFilter(now: act.now)
        filter.projectID = role.projectID
        filter.roleID = role.id
        filter.statuses = KeyStatus.lasting
        let holders = try act.reader.countKeys(matching: filter)
        guard holders > 0 else { return }
        throw ManagementError.invalid(
            "/maximum_grant_seconds",
            "cannot be said while keys hold the role without an end, \(holders) of them: take it from them first")
    }

    private static func error(_ objection: RoleObjection) -> ManagementError {
        switch objection {
        case .cycle: .invalid("/inherits", "must not lead back to the role itself")
        case .tooDeep: .invalid("/inherits", "must not be deeper than \(RoleGraph.deepest) roles")
        case .unknownRole(let id): .invalid("/inherits", "must name roles of the project; \(id) is none")
        }
    }
}
