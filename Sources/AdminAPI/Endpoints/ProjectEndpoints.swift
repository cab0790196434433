import KeyManagement
import Keys

/// Projects.
struct ProjectEndpoints: Sendable {
    let plane: ControlPlane

    private static let days = Field<UInt32>.integer(1...36_500)
    private static let unusedDays = Field<UInt32>.integer(1...UnusedKeyRule.mostDays)

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/projects", "listProjects", .needs(.projectsRead)) { try await self.list($0) },
            .init(.post, "/v1/projects", "createProject", .needs(.projectsWrite)) { try await self.create($0) },
            .init(.get, "/v1/projects/{project_id}", "showProject", .needs(.projectsRead)) { try await self.show($0) },
            .init(.patch, "/v1/projects/{project_id}", "updateProject", .needs(.projectsWrite)) {
                try await self.update($0)
            },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let name = query.optional("name", .label)
        try query.finish()
        let page = try await self.plane.answer(ListProjects(name: name, request), for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let name = body.required("name", .label)
        var expiry = ExpiryPolicy()
        if let days = body.optional("default_expiry_days", Self.days) { expiry.defaultDays = days }
        expiry.maximumDays = body.optional("maximum_expiry_days", Self.days)
        let unusedDays = body.optional("unused_key_days", Self.unusedDays)
        try body.finish()
        let operation = CreateProject(name: try name.get(), expiry: expiry, unusedKeyDays: unusedDays)
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        return .created(
            outcome, at: "/v1/projects/\(outcome.value.id)", outcome.value.document, revision: outcome.value.revision)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let project = try await self.plane.answer(GetProject(call.id("project_id")), for: call.caller())
        return Reply(project.document).tagged(project.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: ProjectID = try call.id("project_id")
        var body = try ObjectReader(call.document())
        var operation = UpdateProject(id)
        operation.name = body.change("name", .label)
        operation.defaultDays = body.change("default_expiry_days", Self.days)
        operation.maximumDays = body.patch("maximum_expiry_days", Self.days)
        let namesUnusedDays = body.has("unused_key_days")
        operation.unusedKeyDays = body.patch("unused_key_days", Self.unusedDays)
        try body.finish()
        let caller = try call.caller()
        let options = try await call.updateOptions(isConditionRequired: true) {
            try await self.plane.answer(GetProject(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        // Whoever says it again says that what is held back is right.
        if namesUnusedDays, !options.isDryRun { self.plane.unusedKeys.confirm(id) }
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }
}
