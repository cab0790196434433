import ArgumentParser

/// `gatehouse operators erase`
struct OperatorsErase: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract:
            "Make what audit entries tell of a revoked operator unreadable for good. Entries and their proofs stay.",
        discussion: """
            EXAMPLES
              gatehouse operators erase oncall --confirm=oncall
            """)

    @Argument(help: "The operator: id or name.", completion: LiveNames.of(.operators))
    var name: String

    @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        try await session.erase(self.name, in: .operators, self.confirmation, self.write)
    }
}
