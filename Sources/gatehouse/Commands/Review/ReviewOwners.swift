import ArgumentParser

/// `gatehouse review owners`
struct ReviewOwners: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "owners",
        abstract: "Name owners, when their keys were signed off last, and whose review is due. Reads all pages.",
        discussion: """
            EXAMPLES
              gatehouse review owners
              gatehouse review owners --every-days 92 --only-due
              gatehouse review owners --fail-on-due            for monitoring: exit 3 when one is due
            """)

    @Option(help: "Owners of this project: id or name. (default: all)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: .init("Days from one review to the next.", valueName: "days"))
    var everyDays = 31

    @Flag(help: "Show those only whose review is due. (default: all)")
    var onlyDue = false

    @Flag(help: "Exit 3 when a review is due. (default: no)")
    var failOnDue = false

    @OptionGroup var server: ServerOptions

    static let columns = [
        Column("IDENTITY", "identity_id", .id), Column("NAME", "name"), Column("KEYS", "keys", .count),
        Column("SIGNED OFF", "last_sign_off.signed_off_at", .time), Column("BY", "last_sign_off.actor.id", .id),
        Column("DUE", "due_at", .time), Column("IS DUE", "due"),
    ]

    func validate() throws {
        guard (1...3650).contains(self.everyDays) else { throw ValidationError("--every-days is 1 to 3650.") }
    }

    func run(in session: Session) async throws {
        let project: ResolvedObject? = if let name = self.project { try await session.project(name) } else { nil }
        let query = [APIRequest.Parameter]([
            ("project", project?.id), ("every_days", String(self.everyDays)), ("limit", "1000"),
        ])
        let first = try await session.send(.init(.get, "/review-owners", query: query))
        let owners = try await session.items("/review-owners", query: query, from: first)
        let due = owners.filter { $0["due"] == true }
        session.output.note("\(owners.count) owners, \(due.count) reviews due")
        let document = JSONValue.object(["data": .array(self.onlyDue ? due : owners), "next_cursor": .null])
        try session.output.list(document, columns: Self.columns, essential: "identity_id")
        guard self.failOnDue, !due.isEmpty else { return }
        throw ExitCode(ExitReason.badFindings.rawValue)
    }
}
