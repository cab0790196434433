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
        let identity = try await session.resolve(self.identity, in: .identities)
        let request = APIRequest(.post, "/identities/\(identity.id):erase")
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Erasing what the audit log tells of “\(identity.name)” for good", .severe(name: identity.name),
                self.confirmation, request: request)
        }
        try await session.perform(request, self.write, order: ["id", "name", "erased_keys"])
    }
}
