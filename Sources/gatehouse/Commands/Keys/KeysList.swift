import ArgumentParser

/// `gatehouse keys list`
struct KeysList: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List keys. Revoked and expired ones are hidden unless --state asks for them.",
        discussion: """
            EXAMPLES
              gatehouse keys list
              gatehouse keys list --project demo --state revoked
              gatehouse keys list --unused-since 90d --json --fields id,name
              gatehouse keys list --imported --weak --all
            """)

    @Option(help: "Keys of this project: id or name. (default: all)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: "Keys of this environment: id or name. (default: all)", completion: LiveNames.of(.environments))
    var environment: String?

    @Option(help: "Keys this identity owns: id or name. (default: all)", completion: LiveNames.of(.identities))
    var owner: String?

    @Option(
        help:
            "Keys in this state: active, suspended, quarantined, revoked or expired. (default: neither revoked nor expired)",
        completion: .list(["active", "suspended", "quarantined", "revoked", "expired"]))
    var state: String?

    @Option(help: "Keys with this role: id or name. (default: all)", completion: LiveNames.of(.roles))
    var role: String?

    @Option(help: "Keys with this tag. (default: all)")
    var tag: String?

    @Option(help: "Keys granted this permission. (default: all)")
    var permission: String?

    @Option(help: "Keys that end before this time, or within a span such as 14d. (default: all)")
    var expiresBefore: MomentText?

    @Option(help: "Keys not used since this time, or for a span such as 90d. (default: all)")
    var unusedSince: MomentText?

    @Option(help: "Keys issued after this time, or within the last span such as 7d. (default: all)")
    var createdAfter: MomentText?

    @Flag(help: "Keys that were imported.")
    var imported = false

    @Flag(help: "Imported keys whose token could be guessed and still admits: rotate them.")
    var weak = false

    @Option(name: .customLong("q"), help: "Keys whose name holds this text, or whose id begins with it. (default: all)")
    var text: String?

    @OptionGroup(title: "Pages") var pages: PageOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let query = try await self.filters(in: session)
        try await session.list("/keys", query: query, self.pages, columns: KeysCommand.columns)
    }

    private func filters(in session: Session) async throws -> [APIRequest.Parameter] {
        let now = session.output.now
        let project: ResolvedObject? =
            if self.project == nil && self.environment == nil { nil } else { try await session.project(self.project) }
        var values: [(String, String?)] = [("project", project?.id)]
        if let environment = self.environment, let project {
            values.append(("environment", try await session.environment(environment, in: project).id))
        }
        if let owner = self.owner {
            values.append(("identity", try await session.resolve(owner, in: .identities).id))
        }
        if let role = self.role { values.append(("role", try await session.resolve(role, in: .roles).id)) }
        values += [
            ("state", self.state), ("tag", self.tag), ("permission", self.permission),
            ("expires_before", self.expiresBefore?.future(from: now)),
            ("unused_since", self.unusedSince?.past(from: now)),
            ("created_after", self.createdAfter?.past(from: now)), ("origin", self.imported ? "imported" : nil),
            ("weak", self.weak ? "true" : nil), ("q", self.text),
        ]
        return .init(values)
    }
}

extension [APIRequest.Parameter] {
    /// The parameters that have a value.
    init(_ values: [(String, String?)]) {
        self = values.compactMap { name, value in value.map { .init(name: name, value: $0) } }
    }
}
