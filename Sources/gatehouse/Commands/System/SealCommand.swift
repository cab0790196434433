import ArgumentParser

/// `gatehouse seal`
struct SealCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Wipe every key from the server's memory. Nothing is admitted until it is opened again.",
        discussion: """
            EXAMPLES
              gatehouse seal
              gatehouse seal --confirm=seal

            To open it again: gatehouse unseal
            """)

    static let order = ["phase", "wanted_slots", "opened_slots", "opens_by_itself"]

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let request = APIRequest(.post, "/sys/seal")
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Sealing the server", .severe(name: "seal"), self.confirmation, request: request,
                effect: "It refuses every request until somebody opens it.")
        }
        try await session.perform(request, self.write, order: Self.order, essential: "phase")
    }
}
