import KeyManagement
import Keys

/// Changes of a key's secret.
struct RotationEndpoints: Sendable {
    let plane: ControlPlane

    var endpoints: [Endpoint] {
        let collection = "/v1/keys/{key_id}/rotations"
        let item = collection + "/{rotation_id}"
        return [
            .init(.get, collection, "listRotations", .needs(.keysRead)) { try await self.list($0) },
            .init(.post, collection, "createRotation", .needs(.keysWrite)) { try await self.create($0) },
            .init(.get, item, "showRotation", .needs(.keysRead)) { try await self.show($0) },
            .init(.post, item + ":cancel", "cancelRotation", .needs(.keysWrite)) { try await self.cancel($0) },
        ]
    }

    /// The latest rotation is all that is kept of a key's rotations; the audit log has the others. There is never a
    /// second page, so every cursor is one that was not given here.
    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        try query.finish()
        let key = try await self.plane.answer(GetKey(call.id("key_id")), for: call.caller())
        guard request.cursor == nil else { throw Problem(.cursorInvalid) }
        let rotations = [key.rotation].compactMap(\.self).map { $0.document(of: key.record.id) }
        return Reply(["data": .array(rotations), "next_cursor": .null])
    }

    private func create(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        let caller = try call.caller()
        var options = try await call.updateOptions {
            try await self.plane.answer(GetKey(id), for: caller).record.revision
        }
        options.idempotency = try call.idempotency()
        var body = try ObjectReader(call.optionalDocument())
        let overlap = body.optional("overlap_seconds", .integer(0...Rotation.longestSeconds))
        let hardStop = body.optional("hard_stop_seconds", .integer(1...Rotation.longestSeconds))
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        try body.finish()
        let operation = RotateKey(id, overlapSeconds: overlap, hardStopSeconds: hardStop, reason: reason)
        let outcome = try await self.plane.create(operation, by: caller, options)
        let key = outcome.value.key
        guard let rotation = key.rotation else { throw Problem(.internalError) }
        let document = rotation.document(of: id)
        guard !outcome.isDryRun else {
            return .dryRun(document, radius: try await self.plane.blastRadius(of: .key(id), for: caller))
        }
        return .created(
            outcome, at: "/v1/keys/\(id)/rotations/\(rotation.rotation.id)", document,
            revision: key.record.revision, secret: outcome.value.token)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let id: RotationID = try call.id("rotation_id")
        let key = try await self.plane.answer(GetKey(call.id("key_id")), for: call.caller())
        guard let rotation = key.rotation, rotation.rotation.id == id else {
            throw Problem(.notFound, "The latest rotation of the key is another one, or it has none.")
        }
        return Reply(rotation.document(of: key.record.id)).tagged(key.record.revision)
    }

    private func cancel(_ call: Call) async throws -> Reply {
        let id: KeyID = try call.id("key_id")
        let rotationID: RotationID = try call.id("rotation_id")
        var body = try ObjectReader(call.optionalDocument())
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        try body.finish()
        let caller = try call.caller()
        let options = try await call.updateOptions {
            try await self.plane.answer(GetKey(id), for: caller).record.revision
        }
        let operation = CancelRotation(id, rotation: rotationID, reason: reason)
        let outcome = try await self.plane.perform(operation, by: caller, options)
        guard let rotation = outcome.value.rotation else { throw Problem(.internalError) }
        return .changed(outcome, rotation.document(of: id), revision: outcome.value.record.revision)
    }
}
