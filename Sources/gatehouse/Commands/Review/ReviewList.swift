import ArgumentParser

/// `gatehouse review list`, or `gatehouse review` alone.
struct ReviewList: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Name what may be wrong with keys, and how to mend it. Reads all pages.",
        discussion: """
            EXAMPLES
              gatehouse review list --project demo
              gatehouse review list --owner billing --unused-days 30 --json
              gatehouse review list --fail-on no_owner,never_used        for monitoring: exit 3 when there is one
            """)

    /// Findings by name, separated by commas.
    struct Findings: Hashable, Sendable, ExpressibleByArgument {
        static let known = [
            "never_used", "unused", "idle_notice", "idle_past_policy", "over_permitted", "no_expiry", "no_network_rule",
            "no_owner",
        ]

        let names: Set<String>

        init?(argument: String) {
            let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard names.allSatisfy(Self.known.contains) else { return nil }
            self.names = Set(names)
        }
    }

    @Option(help: "Keys of this project: id or name. (default: all)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: "Keys of this environment: id or name. (default: all)", completion: LiveNames.of(.environments))
    var environment: String?

    @Option(help: "Keys this identity owns: id or name. (default: all)", completion: LiveNames.of(.identities))
    var owner: String?

    @Option(help: .init("Days without use from which on a key is unused.", valueName: "days"))
    var unusedDays = 90

    @Option(
        help: .init(
            "Exit 3 when there is one of these: never_used, unused, idle_notice, idle_past_policy, over_permitted, no_expiry, no_network_rule, no_owner, separated by commas. (default: none)",
            valueName: "findings"))
    var failOn: Findings?

    @OptionGroup var server: ServerOptions

    static let columns = [
        Column("KEY", "key_id", .id), Column("NAME", "name"), Column("FINDING", "kind"), Column("WHAT", "title"),
        Column("FIX", "fix", .id),
    ]

    func validate() throws {
        guard (1...3650).contains(self.unusedDays) else { throw ValidationError("--unused-days is 1 to 3650.") }
    }

    func run(in session: Session) async throws {
        let query = try await self.query(in: session) + [.init(name: "limit", value: "1000")]
        let first = try await session.send(.init(.get, "/key-reviews", query: query))
        let keys = try await session.items("/key-reviews", query: query, from: first)
        let found = keys.filter { !($0["findings"]?.array ?? []).isEmpty }
        session.output.note("\(keys.count) keys looked through, \(found.count) with findings")
        if session.output.format == .json || session.output.isQuiet {
            let shown = session.output.format == .json ? keys : found
            let document = JSONValue.object(["data": .array(shown), "next_cursor": .null])
            try session.output.list(document, columns: Self.columns, essential: "key_id")
        } else if !found.isEmpty {
            let rows = JSONValue.object(["data": .array(found.flatMap(Self.rows)), "next_cursor": .null])
            try session.output.list(rows, columns: Self.columns, essential: "key_id")
        }
        guard let failOn = self.failOn, keys.contains(where: { !failOn.names.isDisjoint(with: Self.kinds($0)) })
        else { return }
        throw ExitCode(ExitReason.badFindings.rawValue)
    }

    private func query(in session: Session) async throws -> [APIRequest.Parameter] {
        let project: ResolvedObject? =
            if self.project == nil && self.environment == nil { nil } else { try await session.project(self.project) }
        var values: [(String, String?)] = [("project", project?.id), ("unused_days", String(self.unusedDays))]
        if let environment = self.environment, let project {
            values.append(("environment", try await session.environment(environment, in: project).id))
        }
        if let owner = self.owner {
            values.append(("identity", try await session.resolve(owner, in: .identities).id))
        }
        return .init(values)
    }

    private static func kinds(_ key: JSONValue) -> [String] {
        (key["findings"]?.array ?? []).compactMap { $0["kind"]?.string }
    }

    /// One row for each finding, with the key it is about.
    private static func rows(_ key: JSONValue) -> [JSONValue] {
        (key["findings"]?.array ?? []).compactMap { finding in
            guard case .object(var members) = finding else { return nil }
            members["key_id"] = key["key_id"]
            members["name"] = key["name"]
            return .object(members)
        }
    }
}
