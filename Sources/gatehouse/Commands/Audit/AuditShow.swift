import ArgumentParser

/// `gatehouse audit show`
struct AuditShow: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one audit entry, with the leaf that is in the tree.",
        discussion: """
            EXAMPLES
              gatehouse audit show 12
              gatehouse audit show 12 --leaf > 12.json
            """)

    @OptionGroup var entry: EntryReference

    @Flag(help: "Print the leaf alone, as it was hashed: what `audit verify --entry` takes.")
    var leaf = false

    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let response = try await session.send(.init(.get, "/audit/entries/\(self.entry.sequence)"))
        if self.leaf, let leaf = response.document["leaf"]?.string { return StandardStream.output.writeLine(leaf) }
        session.output.show(
            response.document, body: response.body,
            order: ["sequence", "recorded_at", "actor", "action", "object", "decision", "reason", "tenant"])
    }
}
