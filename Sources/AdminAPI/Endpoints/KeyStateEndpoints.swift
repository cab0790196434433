import KeyManagement
import Keys

/// What stops keys, and lets them go on.
struct KeyStateEndpoints: Sendable {
    let plane: ControlPlane

    private static let grace = Field<UInt32>.integer(0...KeyRecord.longestGraceSeconds)

    var endpoints: [Endpoint] {
        let key = "/v1/keys/{key_id}"
        return [
            .init(.post, key + ":suspend", "suspendKey", .needs(.keysWrite)) { call in
                let id: KeyID = try call.id("key_id")
                return try await self.plane.act(SuspendKey(id, reason: try Self.reason(call)), on: id, call)
            },
            .init(.post, key + ":resume", "resumeKey", .needs(.keysWrite)) { call in
                let id: KeyID = try call.id("key_id")
                return try await self.plane.act(ResumeKey(id, reason: try Self.reason(call)), on: id, call)
            },
            .init(.post, key + ":revoke", "revokeKey", .needs(.keysWrite)) { try await self.revoke($0) },
            .init(.post, key + "/versions/{number}:revoke", "revokeKeyVersion", .needs(.keysWrite)) {
                try await self.revokeVersion($0)
            },
            .init(.post, "/v1/keys:bulkRevoke", "bulkRevokeKeys", .needs(.keysWrite)) {
                try await self.revokeMany($0)
            },
        ]
    }

    private func revoke(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        let (reason, grace) = try Self.revocation(call)
        return try await self.plane.act(RevokeKey(id, reason: reason, graceSeconds: grace), on: id, call)
    }

    private func revokeVersion(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        let number = try call.number("number")
        let (reason, grace) = try Self.revocation(call)
        let operation = RevokeVersion(id, number: number, reason: reason, graceSeconds: grace)
        return try await self.plane.act(operation, on: id, call)
    }

    private func revokeMany(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        var body = try ObjectReader(call.document())
        let selection = BulkSelection(&body)
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        let grace = body.optional("grace_seconds", Self.grace) ?? 0
        try body.finish()
        let operation = BulkRevokeKeys(selection, reason: reason, graceSeconds: grace)
        let outcome = try await self.plane.perform(operation, by: call.caller(), .init(isDryRun: isDryRun))
        return Reply(
            outcome.value.document(isScheduled: grace > 0, isDryRun: isDryRun).adding(outcome))
    }

    private static func reason(_ call: Call) throws -> String? {
        var body = try ObjectReader(call.optionalDocument())
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        try body.finish()
        return reason
    }

    private static func revocation(_ call: Call) throws -> (reason: String?, graceSeconds: UInt32) {
        var body = try ObjectReader(call.optionalDocument())
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        let grace = body.optional("grace_seconds", Self.grace) ?? 0
        try body.finish()
        return (reason, grace)
    }
}
