import ArgumentParser

/// `gatehouse policies report`
struct PoliciesReport: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Say what policies and limits in shadow would have refused, and to whom.",
        discussion: """
            EXAMPLES
              gatehouse policies report
              gatehouse policies report office --since 7d --json
            """)

    @Argument(help: "One policy: id or name. (default: all)", completion: LiveNames.of(.policies))
    var policy: String?

    @Option(help: .init("How far back, 31 days at most. (default: 24h)", valueName: "span"))
    var since = DurationText(seconds: 86_400)

    @OptionGroup var place: PoliciesCommand.Place
    @OptionGroup var server: ServerOptions

    static let columns = [
        Column("OF", "carrier"), Column("KEY", "key_id", .id), Column("CODE", "code"), Column("LIMIT", "limit"),
        Column("REQUESTS", "requests"), Column("LAST REQUEST", "last_request_id"),
        Column("AT", "last_seen_at", .time),
    ]

    func run(in session: Session) async throws {
        var query = [APIRequest.Parameter(name: "since_seconds", value: String(self.since.seconds))]
        if let text = self.policy {
            query.append(.init(name: "policy", value: try await self.place.policy(text, in: session).id))
        }
        let response = try await session.send(.init(.get, "/policy-outcomes", query: query))
        guard session.output.format != .json else {
            return try session.output.list(
                response.document, body: response.body, columns: Self.columns, essential: "policy_id")
        }
        let policies = response.document["policies"]?.array ?? []
        for policy in policies {
            session.output.note(
                "\(Self.name(of: policy)): \(Self.told(policy))")
        }
        let limits = response.document["limits"]?.array ?? []
        for limit in limits {
            session.output.note(
                "limit \(Self.limit(limit)) of \(Self.carrier(of: limit)): \(Self.told(limit))")
        }
        if response.document["is_complete"] == .bool(false) {
            session.output.note("the decision log does not reach back so far, or there is more than can be told")
        }
        let found =
            policies.flatMap { Self.rows($0, of: Self.name(of: $0), limit: nil) }
            + limits.flatMap { Self.rows($0, of: Self.carrier(of: $0), limit: Self.limit($0)) }
        let rows = JSONValue.object(["data": .array(found)])
        try session.output.list(rows, body: Array(rows.encoded.utf8), columns: Self.columns, essential: "key_id")
    }

    private static func told(_ standing: JSONValue) -> String {
        "\(standing["would_refuse"]?.encoded ?? "0") of \(standing["requests"]?.encoded ?? "0") requests would have been refused"
    }

    private static func name(of policy: JSONValue) -> String {
        policy["name"]?.string ?? policy["policy_id"]?.string ?? ""
    }

    /// Whose limit it is.
    private static func carrier(of limit: JSONValue) -> String {
        switch limit["carrier"]?.string {
        case "key"?: "key \(limit["key_id"]?.string ?? "")"
        case "route"?: "route \(limit["route"]?.string ?? "")"
        default: limit["carrier"]?.string ?? ""
        }
    }

    /// Its name; its place where it has none any more.
    private static func limit(_ limit: JSONValue) -> String {
        limit["limit"]?.string ?? String((limit["position"]?.integer ?? 0) + 1)
    }

    /// One row for each key and rule, with who carries it.
    private static func rows(_ standing: JSONValue, of carrier: String, limit: String?) -> [JSONValue] {
        (standing["findings"]?.array ?? []).compactMap { finding in
            guard case .object(var members) = finding else { return nil }
            members["carrier"] = .string(carrier)
            if let limit { members["limit"] = .string(limit) }
            return .object(members)
        }
    }
}
