import ArgumentParser

/// `gatehouse keys resume`
struct KeysResume: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a suspended key work again, or one go on that is not used: its time begins anew.",
        discussion: """
            EXAMPLES
              gatehouse keys resume ci
            """)

    @OptionGroup var reference: KeyReference

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let request = KeyAct.resume(key, reason: self.reason)
        try await session.perform(request, self.write, order: KeysCommand.order)
    }
}
