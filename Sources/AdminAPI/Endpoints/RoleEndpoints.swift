import KeyManagement
import Keys

/// Named permissions. A change of one changes every key that holds it, so updates must name what they change.
struct RoleEndpoints: Sendable {
    let plane: ControlPlane

    private static let patterns = Field<[PermissionPattern]>.list(Grants.most, of: Field<PermissionPattern>.permission)
    private static let parents = Field<[RoleID]>.list(Role.mostInherited, of: Field<RoleID>.id())

    private static let environments = Field<[EnvironmentID]>.list(
        Role.mostEnvironments, of: Field<EnvironmentID>.id())
    private static let grantSeconds = Field<UInt32>.integer(1...TimedGrant.longestSeconds)

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/roles", "listRoles", .needs(.rolesRead)) { try await self.list($0) },
            .init(.post, "/v1/roles", "createRole", .needs(.rolesWrite)) { try await self.create($0) },
            .init(.get, "/v1/roles/{role_id}", "showRole", .needs(.rolesRead)) { try await self.show($0) },
            .init(.patch, "/v1/roles/{role_id}", "updateRole", .needs(.rolesWrite)) { try await self.update($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let name = query.optional("name", .label)
        let project = query.optional("project", Field<ProjectID>.id())
        try query.finish()
        let page = try await self.plane.answer(ListRoles(projectID: project, name: name, request), for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let project = body.required("project_id", Field<ProjectID>.id())
        let name = body.required("name", .label)
        let grants = Grants(
            allowed: body.optional("permissions", Self.patterns) ?? [],
            denied: body.optional("denied_permissions", Self.patterns) ?? [])
        let inherits = body.optional("inherits", Self.parents) ?? []
        let environments = body.optional("environments", Self.environments) ?? []
        let seconds = body.optional("maximum_grant_seconds", Self.grantSeconds)
        try body.finish()
        var operation = CreateRole(
            projectID: try project.get(), name: try name.get(), grants: grants, inherits: inherits)
        operation.environments = environments
        operation.maximumGrantSeconds = seconds
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value
        return .created(outcome, at: "/v1/roles/\(made.id)", made.document, revision: made.revision)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let role = try await self.plane.answer(GetRole(call.id("role_id")), for: call.caller())
        return Reply(role.document).tagged(role.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: RoleID = try call.id("role_id")
        var body = try ObjectReader(call.document())
        var operation = UpdateRole(id)
        operation.name = body.change("name", .label)
        operation.allowed = body.change("permissions", Self.patterns)
        operation.denied = body.change("denied_permissions", Self.patterns)
        operation.inherits = body.change("inherits", Self.parents)
        operation.environments = body.change("environments", Self.environments)
        operation.maximumGrantSeconds = body.patch("maximum_grant_seconds", Self.grantSeconds)
        try body.finish()
        let caller = try call.caller()
        let options = try await call.updateOptions(isConditionRequired: true) {
            try await self.plane.answer(GetRole(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }
}
