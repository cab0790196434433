import ArgumentParser

/// `gatehouse audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read who changed what, when; prove it, and verify that nobody rewrote it.",
        discussion: """
            EXAMPLES
              gatehouse audit list --action key.revoke
              gatehouse audit list --object key_K7Qm2cVx91LpQz3d --json
              gatehouse audit prove 12 --proof-file ./12.tlog-proof
              gatehouse audit export --format ocsf --since 1200
              gatehouse audit verify ./audit --key log.example+6a0f…
            """,
        subcommands: [
            List.self, AuditShow.self, AuditProve.self, AuditCheckpoint.self, AuditKey.self, AuditKeys.self,
            AuditExportCommand.self, AuditVerify.self,
        ])

    static let columns = [
        Column("SEQUENCE", "sequence", .count), Column("AT", "recorded_at", .time), Column("ACTOR", "actor.id"),
        Column("ACTION", "action"), Column("OBJECT", "object.id", .id), Column("DECISION", "decision", .state),
        Column("REASON", "reason"),
    ]

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List audit entries.",
            discussion: """
                EXAMPLES
                  gatehouse audit list --actor local:0 --all
                """)

        @Option(help: .init("Acts of this actor: local:<uid> or an operator's id. (default: all)", valueName: "actor"))
        var actor: String?

        @Option(help: .init("This act, such as key.revoke. (default: all)", valueName: "action"))
        var action: String?

        @Option(help: .init("Acts on this object, by id. (default: all)", valueName: "id"))
        var object: String?

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let query: [APIRequest.Parameter] = .init([
                ("actor", self.actor), ("action", self.action), ("object", self.object),
            ])
            try await session.list("/audit/entries", query: query, self.pages, columns: AuditCommand.columns)
        }
    }
}
