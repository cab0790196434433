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
        let found = try await session.resolve(self.name, in: .operators)
        let request = APIRequest(.post, "/operators/\(found.id):erase")
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "Erasing what the audit log tells of “\(found.name)” for good", .severe(name: found.name),
                self.confirmation, request: request)
        }
        try await session.perform(request, self.write, order: ["id", "name", "erased_keys"])
    }
}
