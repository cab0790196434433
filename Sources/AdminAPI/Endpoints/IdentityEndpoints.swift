import KeyManagement
import Keys

/// The owners of keys.
struct IdentityEndpoints: Sendable {
    let plane: ControlPlane

    var endpoints: [Endpoint] {
        let item = "/v1/identities/{identity_id}"
        return [
            .init(.get, "/v1/identities", "listIdentities", .needs(.identitiesRead)) { try await self.list($0) },
            .init(.post, "/v1/identities", "createIdentity", .needs(.identitiesWrite)) { try await self.create($0) },
            .init(.get, item, "showIdentity", .needs(.identitiesRead)) { try await self.show($0) },
            .init(.patch, item, "updateIdentity", .needs(.identitiesWrite)) { try await self.update($0) },
            .init(.post, item + ":erase", "eraseIdentity", .needs(.identitiesErase)) { try await self.erase($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let name = query.optional("name", .text(KeyRecord.longestName))
        let project = query.optional("project", Field<ProjectID>.id())
        try query.finish()
        let page = try await self.plane.answer(
            ListIdentities(projectID: project, name: name, request), for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let project = body.required("project_id", Field<ProjectID>.id())
        let category = body.required("type", Field<Identity.Category>.choice)
        let name = body.required("name", .text(KeyRecord.longestName))
        let externalID = body.optional("external_id", .text(256))
        try body.finish()
        let operation = CreateIdentity(
            projectID: try project.get(), category: try category.get(), name: try name.get(), externalID: externalID)
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value
        return .created(outcome, at: "/v1/identities/\(made.id)", made.document, revision: made.revision)
    }

    private func erase(_ call: Call) async throws -> Reply {
        let operation = EraseIdentity(try call.id("identity_id"))
        let outcome = try await self.plane.perform(operation, by: call.caller(), .init(isDryRun: call.isDryRun()))
        return .changed(outcome, outcome.value.document, revision: nil)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let identity = try await self.plane.answer(GetIdentity(call.id("identity_id")), for: call.caller())
        return Reply(identity.document).tagged(identity.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: IdentityID = try call.id("identity_id")
        var body = try ObjectReader(call.document())
        var operation = UpdateIdentity(id)
        operation.category = body.change("type", Field<Identity.Category>.choice)
        operation.name = body.change("name", .text(KeyRecord.longestName))
        operation.externalID = body.patch("external_id", .text(256))
        try body.finish()
        let caller = try call.caller()
        let options = try await call.updateOptions {
            try await self.plane.answer(GetIdentity(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }
}
