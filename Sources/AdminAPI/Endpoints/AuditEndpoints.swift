import Auditing
import KeyManagement
import Storage

/// Who did what, and the proof of it. Below `/v1/audit` lie checkpoint and tiles as C2SP tlog-tiles has them.
struct AuditEndpoints: Sendable {
    let plane: ControlPlane
    /// The log's name.
    let origin: String?

    var endpoints: [Endpoint] {
        let entry = "/v1/audit/entries/{sequence}"
        return [
            .init(.get, "/v1/audit/entries", "listAuditEntries", .needs(.auditRead)) { try await self.list($0) },
            .init(.get, entry, "showAuditEntry", .needs(.auditRead)) { try await self.show($0) },
            .init(.get, entry + "/proof", "proveAuditEntry", .needs(.auditRead)) { try await self.prove($0) },
            .init(.get, "/v1/audit/checkpoint", "showAuditCheckpoint", .needs(.auditRead)) {
                try await self.checkpoint($0)
            },
            .init(.get, "/v1/audit/key", "showAuditKey", .needs(.auditRead)) { try await self.key($0) },
            .init(.get, "/v1/audit/keys", "listAuditKeys", .needs(.auditRead)) { try await self.keys($0) },
            .init(.get, "/v1/audit/tile/{place...}", "showAuditTile", .needs(.auditRead)) { try await self.tile($0) },
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

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let stored = try await self.plane.answer(GetAuditEntry(call.sequence("sequence")), for: call.caller())
        return Reply(stored.shown)
    }

    private func prove(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let proof = try await self.plane.answer(GetAuditProof(call.sequence("sequence")), for: call.caller())
        return Reply(text: proof.text, contentType: Self.plainText)
    }

    private func checkpoint(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let note = try await self.plane.answer(GetAuditCheckpoint(), for: call.caller())
        return Reply(text: note.serialized, contentType: Self.plainText)
    }

    /// The keys that sign, newest first, one in a line: a script takes the first.
    private func key(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let lines = try await self.logKeys(call).reversed().filter { $0.row.state == .signing }
            .map { "\($0.verifierKey)\n" }
        return Reply(text: lines.joined(), contentType: Self.plainText)
    }

    /// There is never a second page, so every cursor is one that was not given here.
    private func keys(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        try query.finish()
        guard request.cursor == nil else { throw Problem(.cursorInvalid) }
        return Reply(["data": .array(try await self.logKeys(call).reversed().map(\.document)), "next_cursor": .null])
    }

    private func logKeys(_ call: Call) async throws -> [GetLogKeys.Key] {
        guard let origin = self.origin else { throw Problem(.notFound, "The log has no key.") }
        return try await self.plane.answer(GetLogKeys(origin: origin), for: call.caller())
    }

    /// `tile/<level>/<number>`, or `tile/entries/<number>`.
    private func tile(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let path = "tile/\(call.parameters["place"] ?? "")"
        let bytes: [UInt8]
        if let place = TilePlace(path: path) {
            bytes = try await self.plane.answer(GetAuditTile(place), for: call.caller())
        } else if let place = EntriesPlace(path: path) {
            bytes = try await self.plane.answer(GetAuditEntryBundle(place), for: call.caller())
        } else {
            throw Problem(.notFound, "This is no path of a tile or of entries (C2SP tlog-tiles).")
        }
        return Reply(bytes: bytes, contentType: "application/octet-stream")
    }

    private static let plainText = "text/plain; charset=utf-8"
}
