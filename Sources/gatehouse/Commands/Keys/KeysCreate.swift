import ArgumentParser

/// `gatehouse keys create`
struct KeysCreate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Issue a key. Its secret is shown once and stored nowhere.",
        discussion: """
            EXAMPLES
              gatehouse keys create ci --project demo --environment live --permission documents:read
              gatehouse keys create nightly --limit 100/1m --network 10.0.0.0/8 --expires 30d
              gatehouse keys create deploy --secret-file ./deploy.key
              TOKEN=$(gatehouse keys create ci -q)
            """)

    @Argument(help: "What people call the key.")
    var name: String

    @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: "The environment: id or name. (default: the only one)", completion: LiveNames.of(.environments))
    var environment: String?

    @OptionGroup(title: "The key") var attributes: KeyAttributes
    @OptionGroup(title: "The secret") var secret: SecretOptions
    @OptionGroup var create: CreateOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var server: ServerOptions

    func run(in session: Session) async throws {
        let project = try await session.project(self.project)
        let environment = try await session.environment(self.environment, in: project)
        var body = try await self.attributes.members(
            in: session, project: .init(name: "project", value: project.id))
        body["name"] = .string(self.name)
        body["environment_id"] = .string(environment.id)
        var request = APIRequest(.post, "/keys", body: .object(body))
        request.idempotencyKey = self.create.key
        try await session.reveal(request, self.write, self.secret, order: KeysCommand.order) { key in
            "Created \(key["id"]?.string ?? "") “\(self.name)” in \(project.name)/\(environment.name)."
        }
    }
}
