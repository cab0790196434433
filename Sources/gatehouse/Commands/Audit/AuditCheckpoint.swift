import ArgumentParser

/// `gatehouse audit checkpoint`
struct AuditCheckpoint: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest checkpoint of the audit log: its name, size, root and signature.",
        discussion: """
            EXAMPLES
              gatehouse audit checkpoint
              gatehouse audit checkpoint --json --fields size,root_hash

            Keep one now and then, elsewhere: a later log that does not extend it was rewritten.
            """)

    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let text = try await session.text(.init(.get, "/audit/checkpoint"))
        guard let head = CheckpointText(text) else {
            throw CommandFailure(.failed, code: "unexpected_answer", "The answer is no checkpoint.")
        }
        guard session.output.format == .json else { return StandardStream.output.write(head.text) }
        session.output.printJSON(
            .members([
                "origin": .string(head.origin), "size": .integer(head.size), "root_hash": .string(head.root),
                "checkpoint": .string(head.text),
            ]))
    }
}
