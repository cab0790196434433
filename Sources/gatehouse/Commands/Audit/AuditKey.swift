import ArgumentParser

/// `gatehouse audit key`
struct AuditKey: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the public key of the audit log: what verifies it anywhere.",
        discussion: """
            EXAMPLES
              gatehouse audit key
              gatehouse audit verify ./audit --key $(gatehouse audit key)

            Give it to whoever is to trust the log, by another way than the log itself. While one key follows another,
            both sign, and the new one is printed. Every key there ever was: gatehouse audit keys
            """)

    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let text = try await session.text(.init(.get, "/audit/key"))
        let keys = text.split(separator: "\n").map(String.init)
        guard let key = keys.first, let name = key.split(separator: "+").first, name.utf8.count < key.utf8.count else {
            throw CommandFailure(.failed, code: "unexpected_answer", "The answer is no key.")
        }
        guard session.output.format == .json else { return StandardStream.output.writeLine(key) }
        session.output.printJSON(
            .members([
                "name": .string(String(name)), "verifier_key": .string(key),
                "verifier_keys": .array(keys.map { .string($0) }),
            ]))
    }
}
