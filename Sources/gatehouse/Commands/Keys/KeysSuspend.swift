import ArgumentParser

/// `gatehouse keys suspend`
struct KeysSuspend: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Stop a key at once, in a way that can be undone.",
        discussion: """
            EXAMPLES
              gatehouse keys suspend ci --reason "odd traffic"
              gatehouse keys suspend ci --yes
            """)

    @OptionGroup var reference: KeyReference

    @Option(help: .init("Why, for the audit log. (default: none)", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let key = try await session.resolve(self.reference.key, in: .keys)
        let request = KeyAct.suspend(key, reason: self.reason)
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Suspending \(KeyAct.label(key))", .moderate, self.confirmation, request: request)
        }
        try await session.perform(request, self.write, order: KeysCommand.order)
    }
}
