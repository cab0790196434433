import ArgumentParser

/// `gatehouse identities`
struct IdentitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identities",
        abstract: "Create, list, show, update and erase identities: the accountable owners of keys.",
        discussion: """
            EXAMPLES
              gatehouse identities create alice --type person
              gatehouse identities create billing --type service --external-id svc-17
            """,
        subcommands: [Create.self, List.self, Show.self, Update.self, IdentitiesErase.self])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("TYPE", "type"),
        Column("EXTERNAL ID", "external_id"), Column("CREATED", "created_at", .time),
    ]
    static let order = ["id", "name", "type", "external_id", "project_id", "created_at", "etag"]

    /// What an owner is.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case person, service, team
    }

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an identity.",
            discussion: """
                EXAMPLES
                  gatehouse identities create alice --type person
                """)

        @Argument(help: "Its name.")
        var name: String

        @Option(help: "What it is: person, service or team.")
        var type: Kind = .service

        @Option(help: .init("The id this owner has elsewhere. (default: none)", valueName: "id"))
        var externalID: String?

        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let project = try await session.project(self.project)
            let body = JSONValue.members([
                "project_id": .string(project.id), "name": .string(self.name),
                "type": .string(self.type.rawValue), "external_id": self.externalID.map(JSONValue.string),
            ])
            var request = APIRequest(.post, "/identities", body: body)
            request.idempotencyKey = self.create.key
            try await session.perform(request, self.write, order: IdentitiesCommand.order)
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List identities.",
            discussion: """
                EXAMPLES
                  gatehouse identities list --project demo
                """)

        @Option(help: "Of this project: id or name. (default: all)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let query = try await session.projectFilter(self.project)
            try await session.list("/identities", query: query, self.pages, columns: IdentitiesCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one identity.",
            discussion: """
                EXAMPLES
                  gatehouse identities show alice
                """)

        @Argument(help: "The identity: id or name.", completion: LiveNames.of(.identities))
        var identity: String

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.show(self.identity, in: .identities, order: IdentitiesCommand.order)
        }
    }

    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an identity. What is not named stays as it is.",
            discussion: """
                EXAMPLES
                  gatehouse identities update alice --rename alice-b
                """)

        @Argument(help: "The identity: id or name.", completion: LiveNames.of(.identities))
        var identity: String

        @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
        var rename: String?

        @Option(help: "What it is: person, service or team. (default: unchanged)")
        var type: Kind?

        @Option(help: .init("The id this owner has elsewhere; empty removes it. (default: unchanged)", valueName: "id"))
        var externalID: String?

        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let identity = try await session.resolve(self.identity, in: .identities)
            let body = JSONValue.members([
                "name": self.rename.map(JSONValue.string), "type": self.type.map { .string($0.rawValue) },
                "external_id": self.externalID.map { $0.isEmpty ? .null : .string($0) },
            ])
            try await session.update(
                identity, in: .identities, body.object ?? [:], self.write, order: IdentitiesCommand.order)
        }
    }
}
