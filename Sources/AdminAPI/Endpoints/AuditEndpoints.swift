import Auditing
import KeyManagement
import Storage

/// Who did what.
struct AuditEndpoints: Sendable {
    let plane: ControlPlane

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/audit/entries", "listAuditEntries", .needs(.auditRead)) { try await self.list($0) }
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        var filter = AuditFilter()
        filter.actorID = query.optional("actor", .word(64))
        filter.action = query.optional("action", Field<AuditAction>.choice)
        filter.objectID = query.optional("object", .word(64))
        filter.requestID = query.optional("request", .word(64))
        filter.tenant = query.optional("tenant", .word(64))
        filter.since = query.optional("since", .time)
        filter.until = query.optional("until", .time)
        try query.finish()
        let page = try await self.plane.answer(ListAuditEntries(filter, .newestFirst, request), for: call.caller())
        return try call.page(page) { $0.listed }
    }
}
