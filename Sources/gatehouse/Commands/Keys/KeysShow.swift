import ArgumentParser

/// `gatehouse keys show`
struct KeysShow: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one key: rights, versions, who used each last, and its rotation.",
        discussion: """
            EXAMPLES
              gatehouse keys show ci
              gatehouse keys show gk_live_K7Qm...x9Zt --json
            """)

    @OptionGroup var reference: KeyReference
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        try await session.show(self.reference.key, in: .keys, order: KeysCommand.order)
    }
}
