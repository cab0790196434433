import KeyManagement
import Keys

/// The environments of projects.
struct EnvironmentEndpoints: Sendable {
    let plane: ControlPlane

    var endpoints: [Endpoint] {
        let collection = "/v1/projects/{project_id}/environments"
        let item = "/v1/environments/{environment_id}"
        return [
            .init(.get, collection, "listEnvironments", .needs(.projectsRead)) { try await self.list($0) },
            .init(.post, collection, "createEnvironment", .needs(.projectsWrite)) { try await self.create($0) },
            .init(.get, item, "showEnvironment", .needs(.projectsRead)) { try await self.show($0) },
            .init(.patch, item, "updateEnvironment", .needs(.projectsWrite)) { try await self.update($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        let project: ProjectID = try call.id("project_id")
        var query = try QueryReader(call.query)
        let request = query.page()
        try query.finish()
        let page = try await self.plane.answer(ListEnvironments(projectID: project, request), for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let project: ProjectID = try call.id("project_id")
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let name = body.required("name", .label)
        let tag = body.required("tag", .tokenTag)
        let admitsForeign = body.optional("admits_foreign_tokens", .flag) ?? false
        try body.finish()
        let operation = CreateEnvironment(
            projectID: project, name: try name.get(), tag: try tag.get(), admitsForeignTokens: admitsForeign)
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value
        return .created(outcome, at: "/v1/environments/\(made.id)", made.document, revision: made.revision)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let environment = try await self.plane.answer(GetEnvironment(call.id("environment_id")), for: call.caller())
        return Reply(environment.document).tagged(environment.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: EnvironmentID = try call.id("environment_id")
        var body = try ObjectReader(call.document())
        let operation = UpdateEnvironment(
            id, name: body.change("name", .label), admitsForeignTokens: body.change("admits_foreign_tokens", .flag))
        try body.finish()
        let caller = try call.caller()
        let options = try await call.updateOptions {
            try await self.plane.answer(GetEnvironment(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }
}
