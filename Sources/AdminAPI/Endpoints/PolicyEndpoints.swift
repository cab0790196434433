import DecisionLog
import KeyManagement
import Keys

/// Rules for many keys at once. A change of one changes what all of them are held to, so updates must name what they
/// change.
struct PolicyEndpoints: Sendable {
    let plane: ControlPlane
    let time: TimeSource
    let shadowed: @Sendable (WallTime, PolicyID?) async -> ShadowReport
    /// The names of the limits of a route, by its name; of the gateway's own for `nil`.
    let limitNames: @Sendable (String?) -> [String]

    /// Longest time that a report looks back: 31 days.
    private static let longestReport: UInt32 = 2_678_400

    private static let since = Field<UInt32>.parsed("a whole number from 1 to \(Self.longestReport)") { text in
        UInt32(text).flatMap { (1...Self.longestReport).contains($0) ? $0 : nil }
    }

    var endpoints: [Endpoint] {
        let item = "/v1/policies/{policy_id}"
        return [
            .init(.get, "/v1/policies", "listPolicies", .needs(.policiesRead)) { try await self.list($0) },
            .init(.post, "/v1/policies", "createPolicy", .needs(.policiesWrite)) { try await self.create($0) },
            .init(.get, item, "showPolicy", .needs(.policiesRead)) { try await self.show($0) },
            .init(.patch, item, "updatePolicy", .needs(.policiesWrite)) { try await self.update($0) },
            .init(.post, item + ":promote", "promotePolicy", .needs(.policiesWrite)) { try await self.promote($0) },
            .init(.get, "/v1/policy-outcomes", "reportPolicies", .needs(.policiesRead)) { try await self.report($0) },
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let request = query.page()
        let name = query.optional("name", .label)
        let environment = query.optional("environment", Field<EnvironmentID>.id())
        try query.finish()
        let operation = ListPolicies(environmentID: environment, name: name, request)
        let page = try await self.plane.answer(operation, for: call.caller())
        return try call.page(page) { $0.document }
    }

    private func create(_ call: Call) async throws -> Reply {
        let options = try call.createOptions()
        var body = try ObjectReader(call.document())
        let operation = try PolicyFields.create(&body)
        let outcome = try await self.plane.create(operation, by: call.caller(), options)
        let made = outcome.value
        return .created(outcome, at: "/v1/policies/\(made.id)", made.document, revision: made.revision)
    }

    private func show(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let policy = try await self.plane.answer(GetPolicy(call.id("policy_id")), for: call.caller())
        return Reply(policy.document).tagged(policy.revision)
    }

    private func update(_ call: Call) async throws -> Reply {
        let id: PolicyID = try call.id("policy_id")
        var body = try ObjectReader(call.document())
        let operation = try PolicyFields.update(id, &body)
        let caller = try call.caller()
        let options = try await call.updateOptions(isConditionRequired: true) {
            try await self.plane.answer(GetPolicy(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }

    private func promote(_ call: Call) async throws -> Reply {
        let id: PolicyID = try call.id("policy_id")
        var body = try ObjectReader(call.document())
        let environment = body.required("environment_id", Field<EnvironmentID>.id())
        let mode = body.optional("mode", Field<PolicyMode>.choice)
        let percent = body.optional("rollout_percent", .integer(0...100))
        try body.finish()
        var operation = PromotePolicy(id, to: try environment.get())
        operation.mode = mode
        if let percent { operation.rolloutPercent = UInt8(percent) }
        let caller = try call.caller()
        let options = try await call.updateOptions {
            try await self.plane.answer(GetPolicy(id), for: caller).revision
        }
        let outcome = try await self.plane.perform(operation, by: caller, options)
        return .changed(outcome, outcome.value.document, revision: outcome.value.revision)
    }

    private func report(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let policy = query.optional("policy", Field<PolicyID>.id())
        let seconds = query.optional("since_seconds", Self.since) ?? 86_400
        try query.finish()
        let caller = try call.caller()
        if let policy { _ = try await self.plane.answer(GetPolicy(policy), for: caller) }
        let start = self.time.wallTime().adding(seconds: -Int64(seconds))
        let report = await self.shadowed(start, policy)
        var (policies, limits): ([JSONValue], [JSONValue]) = ([], [])
        for standing in report.standings {
            if case .policy(let id) = standing.subject {
                let known = try await self.plane.policy(id, for: caller)
                policies.append(standing.document(id, of: known))
            } else {
                limits.append(standing.document(limit: await self.limitName(of: standing.subject, for: caller)))
            }
        }
        return Reply([
            "since_at": .time(start), "policies": .array(policies), "limits": .array(limits),
            "is_complete": .bool(report.isComplete),
        ])
    }

    /// What the limit is called now; `nil` when it is gone.
    private func limitName(of subject: ShadowReport.Subject, for caller: Caller) async -> String? {
        let (names, position): ([String], Int)
        switch subject {
        case .policy: return nil
        case .key(let id, let limit):
            let key = try? await self.plane.answer(GetKey(id), for: caller)
            (names, position) = (key?.record.limits.map(\.name) ?? [], limit)
        case .route(let name, let limit): (names, position) = (self.limitNames(name), limit)
        case .gateway(let limit): (names, position) = (self.limitNames(nil), limit)
        }
        return names.indices.contains(position) ? names[position] : nil
    }
}
