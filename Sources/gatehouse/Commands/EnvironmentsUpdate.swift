import ArgumentParser

/// `gatehouse environments update`
struct EnvironmentsUpdate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Rename an environment, or say whether it admits the tokens of imported keys.",
        discussion: """
            EXAMPLES
              gatehouse environments update live --foreign-tokens admit
              gatehouse environments update live --rename production
            """)

    /// What becomes of tokens that another system issued.
    enum ForeignTokens: String, ExpressibleByArgument, CaseIterable {
        case admit, refuse
    }

    @Argument(help: "The environment: id or name.", completion: LiveNames.of(.environments))
    var environment: String

    @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
    var rename: String?

    @Option(help: "Whether tokens of imported keys are looked up: admit or refuse. (default: unchanged)")
    var foreignTokens: ForeignTokens?

    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let environment = try await session.environment(self.environment, inProject: self.project)
        var members: [String: JSONValue] = [:]
        if let name = self.rename { members["name"] = .string(name) }
        if let choice = self.foreignTokens { members["admits_foreign_tokens"] = .bool(choice == .admit) }
        try await session.update(
            environment, in: .environments, members, self.write, order: EnvironmentsCommand.order)
    }
}

extension Session {
    /// By id there is no need to know the project.
    func environment(_ text: String, inProject project: String?) async throws -> ResolvedObject {
        if case .id = try ObjectReference(parsing: text, prefix: ResourceKind.environments.prefix) {
            return try await self.resolve(text, in: .environments)
        }
        return try await self.environment(text, in: self.project(project))
    }
}
