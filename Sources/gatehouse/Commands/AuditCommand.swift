import ArgumentParser

/// `gatehouse audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read who changed what, when.",
        discussion: """
            EXAMPLES
              gatehouse audit list --since 24h
              gatehouse audit list --subject key_K7Qm2cVx91LpQz3d --json
            """,
        subcommands: [List.self])

    static let columns = [
        Column("SEQUENCE", "sequence", .count), Column("AT", "at", .time), Column("ACTOR", "actor"),
        Column("ACTION", "action"), Column("SUBJECT", "subject", .id), Column("REASON", "reason"),
    ]

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List audit entries.",
            discussion: """
                EXAMPLES
                  gatehouse audit list --since 7d --all
                """)

        @Option(
            help: .init(
                "Entries after this time, or within the last span such as 24h. (default: all)", valueName: "when"))
        var since: MomentText?

        @Option(help: .init("Entries before this time. (default: all)", valueName: "when"))
        var until: MomentText?

        @Option(help: .init("Acts of this actor: local:<uid> or an operator's id. (default: all)", valueName: "actor"))
        var actor: String?

        @Option(help: .init("This act, such as key.revoked. (default: all)", valueName: "action"))
        var action: String?

        @Option(help: .init("Acts on this object, by id. (default: all)", valueName: "id"))
        var subject: String?

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let now = session.output.now
            let query: [APIRequest.Parameter] = .init([
                ("since", self.since?.past(from: now)), ("until", self.until?.past(from: now)),
                ("actor", self.actor), ("action", self.action), ("subject", self.subject),
            ])
            let response = try await session.pages("/audit/entries", query: query, self.pages)
            session.output.list(response.document, body: response.body, columns: AuditCommand.columns)
        }
    }
}
