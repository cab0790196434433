import ArgumentParser

/// `gatehouse audit show`
struct AuditShow: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one audit entry, with the leaf that is in the tree.",
        discussion: """
            EXAMPLES
              gatehouse audit show 12
              gatehouse audit show 12 --json --fields leaf
            """)

    @OptionGroup var entry: EntryReference
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let response = try await session.send(.init(.get, "/audit/entries/\(self.entry.sequence)"))
        session.output.show(
            response.document, body: response.body,
            order: ["sequence", "recorded_at", "actor", "action", "object", "decision", "reason", "tenant"])
    }
}
