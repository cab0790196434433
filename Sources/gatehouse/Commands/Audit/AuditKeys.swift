import ArgumentParser

/// `gatehouse audit keys`
struct AuditKeys: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the keys that sign or have signed the audit log, newest first.",
        discussion: """
            EXAMPLES
              gatehouse audit keys
              gatehouse audit keys --json | jq -r '.data[0].succession'

            The succession is the note that names the key, signed by the key before it and by itself.
            """)

    @OptionGroup(title: "Pages") var pages: PageOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        try await session.list(
            "/audit/keys", self.pages,
            columns: [
                Column("NUMBER", "number", .count), Column("STATE", "state", .state),
                Column("CREATED", "created_at", .time), Column("RETIRED", "retired_at", .time),
                Column("KEY", "verifier_key"),
            ])
    }
}
