import ArgumentParser

/// `gatehouse audit show`
struct AuditShow: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one audit entry, with the leaf that is in the tree.",
        discussion: """
            EXAMPLES
              gatehouse audit show 12
              gatehouse audit show 12 --leaf > 12.leaf          what `audit verify --entry` takes
            """)

    @Flag(help: "Print the leaf alone, byte for byte, and a newline.")
    var leaf = false

    @OptionGroup var entry: EntryReference
    @OptionGroup var server: ServerOptions

    func validate() throws {
        let output = self.server.output
        guard !self.leaf || (!output.json && output.fields == nil) else {
            throw ValidationError("--leaf goes with neither --json nor --fields: it prints the leaf as it is.")
        }
    }

    func run(in session: Session) async throws {
        let response = try await session.send(.init(.get, "/audit/entries/\(self.entry.sequence)"))
        if self.leaf {
            guard let leaf = response.document["leaf"]?.string else {
                throw CommandFailure(.failed, code: "unexpected_answer", "The answer holds no leaf.")
            }
            return StandardStream.output.writeLine(leaf)
        }
        try session.output.show(
            response.document, body: response.body,
            order: ["sequence", "recorded_at", "actor", "action", "object", "decision", "reason", "tenant"],
            essential: "sequence")
    }
}
