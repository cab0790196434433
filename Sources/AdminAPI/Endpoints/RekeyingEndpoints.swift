import KeyManagement
import Keys
import Storage

/// Replacements of the keys that stored things lie under.
struct RekeyingEndpoints: Sendable {
    let plane: ControlPlane
    let system: any SystemControl

    /// Steps that are taken before an answer: all of a small installation.
    private static let steps = 64

    var endpoints: [Endpoint] {
        let collection = "/v1/sys/rotations"
        let item = collection + "/{rekeying_id}"
        return [
            .init(.get, collection, "listKeyReplacements", .needs(.rotationsRead)) { try await self.list($0) },
            .init(.post, collection, "startKeyReplacement", .needs(.rotationsWrite)) { try await self.start($0) },
            .init(.get, item, "showKeyReplacement", .needs(.rotationsRead)) { try await self.show($0) },
            .init(.post, item + ":resume", "resumeKeyReplacement", .needs(.rotationsWrite)) {
                try await self.resume($0)
            },
            .init(.post, item + ":leaked", "markPepperLeaked", .needs(.rotationsWrite)) {
                try await self.markLeaked($0)
            },
            .init(.post, "/v1/sys/slots:rekey", "replaceRootKey", .local, body: .passphrases) {
                try await self.replaceRootKey($0)
            },
            .init(.get, item + "/keys", "listKeysUnderOldPepper", .needs(.keysRead)) { try await self.keys($0) },
        ]
    }

    /// There is never a second page, so every cursor is one that was not given here.
    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        try query.finish()
        guard request.cursor == nil else { throw Problem(.cursorInvalid) }
        let rekeyings = try await self.plane.answer(ListRekeyings(), for: call.caller())
        return Reply(["data": .array(rekeyings.map(\.document)), "next_cursor": .null])
    }

    private func start(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let kind = body.required("kind", Field<RekeyingKind>.choice)
        let project = body.optional("project_id", Field<ProjectID>.id())
        let environment = body.optional("environment_id", Field<EnvironmentID>.id())
        let grace = body.optional("grace_seconds", .integer(0...StartRekeying.longestGrace))
        let overlap = body.optional("overlap_seconds", .integer(0...StartRekeying.longestGrace))
        let isLeaked = body.optional("leaked", .flag)
        try body.finish()
        try Self.refuseSpan(of: kind.get(), grace: grace, overlap: overlap)
        let caller = try call.caller()
        let operation = StartRekeying(
            try kind.get(), of: try Self.scope(project, environment), graceSeconds: grace ?? overlap,
            isLeaked: isLeaked ?? false)
        let outcome = try await self.plane.create(operation, by: caller, options)
        guard !outcome.isDryRun else { return .dryRun(outcome.value.document) }
        let rekeying = try await self.plane.advance(outcome.value.id, steps: Self.steps, by: caller)
        return .created(outcome, at: "/v1/sys/rotations/\(rekeying.id)", rekeying.document)
    }

    /// Where both keys are in use for a while, none is kept unused for a while.
    private static func refuseSpan(of kind: RekeyingKind, grace: UInt32?, overlap: UInt32?) throws {
        switch kind {
        case .logKey where grace != nil:
            throw Problem(.ruleViolated, "The log's key has an overlap, and no grace: both keys sign that long.")
        case .root, .keyring, .dataKeys, .pepper:
            guard overlap != nil else { return }
            throw Problem(.ruleViolated, "Only the log's key has an overlap.")
        case .logKey: return
        }
    }

    private static func scope(_ project: ProjectID?, _ environment: EnvironmentID?) throws -> RekeyingScope {
        switch (project, environment) {
        case (nil, nil): return .installation
        case (let project?, nil): return .project(project)
        case (nil, let environment?): return .environment(environment)
        case (_?, _?): throw Problem(.ruleViolated, "Name an environment or a project, not both.")
        }
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        return Reply(try await self.plane.answer(GetRekeying(call.id("rekeying_id")), for: call.caller()).document)
    }

    private func resume(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        var body = try ObjectReader(call.optionalDocument())
        try body.finish()
        let rekeying = try await self.plane.advance(call.id("rekeying_id"), steps: Self.steps, by: call.caller())
        return Reply(rekeying.document)
    }

    private func markLeaked(_ call: Call) async throws -> Reply {
        let options = WriteOptions(isDryRun: try call.isDryRun())
        var body = try ObjectReader(call.optionalDocument())
        let pepper = body.optional("pepper", .integer(1...UInt32.max))
        try body.finish()
        let (id, caller) = (try call.id("rekeying_id") as RekeyingID, try call.caller())
        let outcome = try await self.plane.perform(MarkPepperLeaked(id, pepper: pepper), by: caller, options)
        let advanced = outcome.isDryRun ? nil : try await self.plane.advance(id, steps: Self.steps, by: caller)
        if let obstacle = outcome.value.obstacle { throw obstacle }
        return advanced.map { Reply($0.document) } ?? .dryRun(outcome.value.rekeying.document)
    }

    /// The passphrases are those of the slots that take one.
    private func replaceRootKey(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        let rekeying = try await self.system.replaceRootKey(
            with: call.passphrases, by: call.caller(), isDryRun: isDryRun)
        return isDryRun ? .dryRun(rekeying.document) : Reply(rekeying.document)
    }

    private func keys(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let isNested = query.optional("nested", .parsed("true or false") { ["true": true, "false": false][$0] })
        try query.finish()
        let page = try await self.plane.answer(
            ListKeysOnPepper(call.id("rekeying_id"), isNested: isNested, request), for: call.caller())
        return try call.page(page) { $0.document }
    }
}
