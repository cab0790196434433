import KeyManagement
import Keys
import Storage

/// API keys: issue, list, show, update.
struct KeyEndpoints: Sendable {
    let plane: ControlPlane
    let time: TimeSource

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/keys", "listKeys", .needs(.keysRead)) { try await self.list($0) },
            .init(.post, "/v1/keys", "createKey", .needs(.keysWrite)) { try await self.create($0) },
            .init(.get, "/v1/keys/{key_id}", "showKey", .needs(.keysRead)) { try await self.show($0) },
            .init(.patch, "/v1/keys/{key_id}", "updateKey", .needs(.keysWrite)) { try await self.update($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        var filter = KeyFilter(now: self.time.wallTime())
        filter.projectID = query.optional("project", Field<ProjectID>.id())
        filter.environmentID = query.optional("environment", Field<EnvironmentID>.id())
        filter.ownerID = query.optional("identity", Field<IdentityID>.id())
        filter.roleID = query.optional("role", Field<RoleID>.id())
        filter.statuses = query.choices("state", of: KeyStatus.self)
        filter.tag = query.optional("tag", .word(KeyRecord.longestTag))
        filter.permission = query.optional("permission", Field<PermissionPattern>.permission)?.description
        filter.expiresBefore = query.optional("expires_before", .time)
        filter.unusedSince = query.optional("unused_since", .time)
        filter.createdAfter = query.optional("created_after", .time)
        filter.origin = query.optional("origin", Field<KeyOrigin>.choice)
        if query.flag("weak") { filter.isWeak = true }
        filter.text = query.optional("q", .text(KeyRecord.longestName))
        try query.finish()
        let page = try await self.plane.answer(ListKeys(filter, request), for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let operation = try KeyFields.issue(&body, at: self.time.wallTime())
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value.key
        return .created(
            outcome, at: "/v1/keys/\(made.record.id)", made.document, revision: made.record.revision,
            secret: outcome.value.token)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let key = try await self.plane.answer(GetKey(call.id("key_id")), for: call.caller())
        return Reply(key.document).tagged(key.record.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        var body = try ObjectReader(call.document())
        let operation = try KeyFields.update(id, &body, at: self.time.wallTime())
        let caller = try call.caller()
        // Limits change what others are promised: whoever changes them must have seen them.
        let options = try await call.updateOptions(isConditionRequired: operation.changesLimits) {
            try await self.plane.answer(GetKey(id), for: caller).record.revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.record.revision)
    }
}
