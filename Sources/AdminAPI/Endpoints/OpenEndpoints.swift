import Telemetry

/// What probes, scrapers and tools read without a key.
struct OpenEndpoints: Sendable {
    private let version: String
    private let unreadiness: @Sendable () async -> [String]
    /// `nil` where nothing is measured.
    private let metricsText: (@Sendable () async -> String)?
    /// What `/readyz` calls a server that is not.
    private let unreadyWord: String

    init(_ surroundings: AdminSurroundings) {
        self.version = surroundings.version
        self.unreadiness = surroundings.unreadiness
        self.metricsText = surroundings.metrics
        self.unreadyWord = "not_ready"
    }

    /// Those of a sealed server.
    init(sealed version: String) {
        self.version = version
        self.unreadiness = { ["the server is sealed: gatehouse unseal"] }
        self.metricsText = nil
        self.unreadyWord = "sealed"
    }

    var endpoints: [Endpoint] {
        [
            .init(.get, "/livez", "showLiveness", .open, { try self.liveness($0) }),
            .init(.get, "/readyz", "showReadiness", .open, { try await self.readiness($0) }),
            .init(.get, "/metrics", "showMetrics", .open, { try await self.metrics($0) }),
            .init(.get, "/openapi.yaml", "showDescription", .open) { call in
                try call.withoutQuery()
                return Reply(text: OpenAPIDocument.text, contentType: "application/yaml")
            },
            .init(.get, "/docs/errors/{code}", "showErrorPage", .open, { try Self.errorPage($0) }),
        ]
    }

    private func liveness(_ call: Call) throws -> Reply {
        try call.withoutQuery()
        return Reply(["status": "alive", "version": .string(self.version)])
    }

    private func readiness(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let reasons = await self.unreadiness()
        return Reply(
            status: reasons.isEmpty ? 200 : 503,
            ["status": reasons.isEmpty ? "ready" : .string(self.unreadyWord), "reasons": .strings(reasons)])
    }

    private func metrics(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        guard let metricsText else { throw Problem(.sealed) }
        return Reply(
            text: await metricsText(), contentType: PrometheusText.contentType)
    }

    /// The page every problem's `type` leads to.
    private static func errorPage(_ call: Call) throws -> Reply {
        try call.withoutQuery()
        guard let code = call.parameters["code"].flatMap(ProblemCode.init(rawValue:)) else { throw Problem(.notFound) }
        let text = """
            # `\(code.rawValue)`

            \(code.title). The answer has status \(code.status).

            What to do: \(code.fix).

            `gatehouse why` and the server's log say more about one occurrence: search for its `request_id`.

            """
        return Reply(text: text, contentType: "text/markdown; charset=utf-8")
    }
}
