import KeyManagement
import Keys

/// Who may use this API.
struct OperatorEndpoints: Sendable {
    let plane: ControlPlane
    let time: TimeSource

    var endpoints: [Endpoint] {
        let item = "/v1/operators/{operator_id}"
        return [
            .init(.get, "/v1/operators", "listOperators", .needs(.operatorsRead)) { try await self.list($0) },
            .init(.post, "/v1/operators", "createOperator", .needs(.operatorsWrite)) { try await self.create($0) },
            .init(.get, item, "showOperator", .needs(.operatorsRead)) { try await self.show($0) },
            .init(.patch, item, "updateOperator", .needs(.operatorsWrite)) { try await self.update($0) },
            .init(.post, item + ":revoke", "revokeOperator", .needs(.operatorsWrite)) { try await self.revoke($0) },
            .init(.post, item + ":erase", "eraseOperator", .needs(.operatorsWrite)) { try await self.erase($0) },
        ]
    }

    private func document(_ found: Operator) -> JSONValue { found.document(at: self.time.wallTime()) }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let name = query.optional("name", .text(KeyRecord.longestName))
        try query.finish()
        let page = try await self.plane.answer(ListOperators(name: name, request), for: call.caller())
        return try call.page(page, self.document)
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let name = body.required("name", .text(KeyRecord.longestName))
        let level = body.required("level", Field<Operator.Level>.choice)
        let expiry = body.keyExpiry(at: self.time.wallTime()) ?? .projectDefault
        try body.finish()
        let operation = CreateOperator(name: try name.get(), level: try level.get(), expiry: expiry)
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value.operator
        return .created(
            outcome, at: "/v1/operators/\(made.id)", self.document(made), revision: made.revision,
            secret: outcome.value.token)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let found = try await self.plane.answer(GetOperator(call.id("operator_id")), for: call.caller())
        return Reply(self.document(found)).tagged(found.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: OperatorID = try call.id("operator_id")
        var body = try ObjectReader(call.document())
        var operation = UpdateOperator(id)
        operation.name = body.change("name", .text(KeyRecord.longestName))
        operation.level = body.change("level", Field<Operator.Level>.choice)
        operation.expiry = body.keyExpiry(at: self.time.wallTime())
        try body.finish()
        return try await self.perform(operation, on: id, call)
    }

    private func revoke(_ call: Call) async throws -> Reply {
        let id: OperatorID = try call.id("operator_id")
        var body = try ObjectReader(call.optionalDocument())
        let reason = body.optional("reason", .text(KeyRecord.longestReason))
        try body.finish()
        return try await self.perform(RevokeOperator(id, reason: reason), on: id, call)
    }

    private func erase(_ call: Call) async throws -> Reply {
        let operation = EraseOperator(try call.id("operator_id"))
        let outcome = try await self.plane.perform(operation, by: call.caller(), .init(isDryRun: call.isDryRun()))
        return .changed(outcome, outcome.value.document, revision: nil)
    }

    private func perform<Operation: ManagementOperation>(
        _ operation: Operation, on id: OperatorID, _ call: Call
    ) async throws -> Reply where Operation.Output == Operator {
        let caller = try call.caller()
        let options = try await call.updateOptions {
            try await self.plane.answer(GetOperator(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, self.document(outcome.value), revision: outcome.value.revision)
    }
}
