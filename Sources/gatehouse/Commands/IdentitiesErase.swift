import ArgumentParser

/// `gatehouse identities erase`
struct IdentitiesErase: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Make what audit entries tell of an identity unreadable for good. Entries and their proofs stay.",
        discussion: """
            EXAMPLES
              gatehouse identities erase alice --confirm=alice
            """)

    @Argument(help: "The identity: id or name.", completion: LiveNames.of(.identities))
    var identity: String

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        try await session.erase(self.identity, in: .identities, self.confirmation, self.write)
    }
}
