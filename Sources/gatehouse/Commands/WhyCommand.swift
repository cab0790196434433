import ArgumentParser

/// `gatehouse why`
struct WhyCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explain one decision of the gateway, by the request id of its answer.",
        discussion: """
            EXAMPLES
              gatehouse why req_K7Qm2cVx91LpQz3d

            The id is in the X-Request-Id field of every answer, and in the body of every refusal.
            """)

    @Argument(help: "The request id.")
    var request: String

    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        guard case .id(let id) = try ObjectReference(parsing: self.request, prefix: "req") else {
            throw CommandFailure.usage(
                "“\(PlainText.oneLine(self.request))” is no request id.",
                fix: "take the X-Request-Id of the answer: req_…")
        }
        let response = try await session.send(.init(.get, "/requests/\(id)"))
        let isTable = session.output.format != .json && session.output.fields == nil && !session.output.isQuiet
        try session.output.show(
            isTable ? response.document.without("rules") : response.document, body: response.body,
            order: [
                "request_id", "outcome", "status", "code", "title", "phase", "reason", "missing_permission", "limit",
                "surface", "received_at", "method", "host", "path", "route", "key_id", "key_version", "owner_id",
                "address", "rules",
            ], essential: "code")
        guard isTable else { return }
        let rules = JSONValue.object(["data": response.document["rules"] ?? .array([])])
        try session.output.list(rules, columns: Self.rules, essential: "rule")
    }

    private static let rules = [
        Column("PHASE", "phase"), Column("RULE", "rule"), Column("ASKED ABOUT", "input"), Column("ANSWER", "answer"),
        Column("CODE", "code"),
    ]
}
