import KeyManagement
import Keys

/// What changes a part of what keys may do: rights for a time, rights taken away, and the rights of many keys at once.
struct KeyAccessEndpoints: Sendable {
    let plane: ControlPlane
    let routeNames: @Sendable () -> [String]?

    private static let reason = Field<String>.text(KeyRecord.longestReason)

    var endpoints: [Endpoint] {
        let key = "/v1/keys/{key_id}"
        return [
            .init(.post, key + "/grants", "grantAccess", .needs(.keysWrite)) { try await self.grant($0) },
            .init(.post, key + "/grants/{number}:end", "endGrant", .needs(.keysWrite)) { try await self.end($0) },
            .init(.post, key + ":withdraw", "withdrawAccess", .needs(.keysWrite)) { try await self.withdraw($0) },
            .init(.post, "/v1/keys:bulkUpdate", "bulkUpdateKeys", .needs(.keysWrite)) {
                try await self.updateMany($0)
            },
        ]
    }

    private func grant(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        var body = try ObjectReader(call.document())
        let roles = body.optional("roles", KeyFields.roles) ?? []
        let permissions = body.optional("permissions", KeyFields.patterns) ?? []
        let seconds = body.required("expires_in_seconds", .integer(1...TimedGrant.longestSeconds))
        let reason = body.required("reason", Self.reason)
        try body.finish()
        let operation = GrantAccess(
            id, roles: roles, permissions: permissions, seconds: try seconds.get(), reason: try reason.get())
        return try await self.plane.act(operation, on: id, call)
    }

    private func end(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        let number = try call.number("number")
        var body = try ObjectReader(call.optionalDocument())
        let reason = body.optional("reason", Self.reason)
        try body.finish()
        return try await self.plane.act(EndGrant(id, number: number, reason: reason), on: id, call)
    }

    private func withdraw(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        var body = try ObjectReader(call.document())
        let permissions = body.optional("permissions", KeyFields.patterns) ?? []
        let routes = body.optional("routes", KeyFields.routes) ?? []
        let reason = body.optional("reason", Self.reason)
        try body.finish()
        try self.check(routes)
        let operation = WithdrawAccess(id, permissions: permissions, routes: routes, reason: reason)
        return try await self.plane.act(operation, on: id, call)
    }

    /// Taking away a route that is none takes nothing away, and whoever does it believes otherwise.
    private func check(_ routes: [String]) throws {
        guard let known = self.routeNames(), let place = routes.firstIndex(where: { !known.contains($0) }) else {
            return
        }
        let names = known.sorted().prefix(20).joined(separator: ", ")
        throw ManagementError.invalid(
            "/routes/\(place)", "no route is called \(routes[place])", fix: "Name a route of gatehouse.yaml: \(names).")
    }

    private func updateMany(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        var body = try ObjectReader(call.document())
        let selection = BulkSelection(&body)
        var changes = KeyChanges()
        changes.addedRoles = body.optional("add_roles", KeyFields.roles) ?? []
        changes.removedRoles = body.optional("remove_roles", KeyFields.roles) ?? []
        changes.addedPermissions = body.optional("add_permissions", KeyFields.patterns) ?? []
        changes.removedPermissions = body.optional("remove_permissions", KeyFields.patterns) ?? []
        changes.addedDenials = body.optional("add_denied_permissions", KeyFields.patterns) ?? []
        changes.removedDenials = body.optional("remove_denied_permissions", KeyFields.patterns) ?? []
        changes.boundary = body.optional("boundary", Field<Boundary>.choice)
        let reason = body.optional("reason", Self.reason)
        try body.finish()
        let operation = BulkUpdateKeys(selection, changes, reason: reason)
        let outcome = try await self.plane.perform(operation, by: call.caller(), .init(isDryRun: isDryRun))
        return Reply(outcome.value.document(changed: "updated", isDryRun: isDryRun).adding(outcome))
    }
}
