import ArgumentParser

/// `gatehouse environments`
struct EnvironmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environments",
        abstract: "Create, list, show and update environments: hard walls inside a project.",
        discussion: """
            EXAMPLES
              gatehouse environments create live --project demo
              gatehouse environments list --project demo
            """,
        subcommands: [Create.self, List.self, Show.self, EnvironmentsUpdate.self])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("TAG", "tag"), Column("CREATED", "created_at", .time),
    ]
    static let order = ["id", "name", "tag", "project_id", "admits_foreign_tokens", "created_at", "etag"]

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an environment. Keys of one are unknown in every other.",
            discussion: """
                EXAMPLES
                  gatehouse environments create staging --project demo --tag stg
                """)

        @Argument(help: "Its name: lower-case letters, digits and hyphens.")
        var name: String

        @Option(
            help: "What its tokens carry after the prefix: 1 to 16 lower-case letters and digits. (default: the name)")
        var tag: String?

        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let project = try await session.project(self.project)
            let body = JSONValue.members(["name": .string(self.name), "tag": .string(self.tag ?? self.name)])
            var request = APIRequest(.post, "/projects/\(project.id)/environments", body: body)
            request.idempotencyKey = self.create.key
            try await session.perform(request, self.write, order: EnvironmentsCommand.order)
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the environments of a project.",
            discussion: """
                EXAMPLES
                  gatehouse environments list --project demo
                """)

        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let project = try await session.project(self.project)
            try await session.list(
                "/projects/\(project.id)/environments", self.pages, columns: EnvironmentsCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one environment.",
            discussion: """
                EXAMPLES
                  gatehouse environments show live --project demo
                """)

        @Argument(help: "The environment: id or name.", completion: LiveNames.of(.environments))
        var environment: String

        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let environment = try await session.environment(self.environment, inProject: self.project)
            let response = try await session.send(.init(.get, "/environments/\(environment.id)"))
            try session.output.show(response.document, body: response.body, order: EnvironmentsCommand.order)
        }
    }
}
