import ArgumentParser

/// `gatehouse roles`
struct RolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles",
        abstract: "Create, list, show and update roles: named permissions that keys share.",
        discussion: """
            EXAMPLES
              gatehouse roles create reader --permission "documents:read"
              gatehouse roles update reader --permission "documents/*:read"
            """,
        subcommands: [Create.self, List.self, Show.self, Update.self])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("PERMISSIONS", "permissions"),
        Column("INHERITS", "inherits"), Column("CREATED", "created_at", .time),
    ]
    static let order = [
        "id", "name", "built_in", "permissions", "denied_permissions", "inherits", "environments",
        "maximum_grant_seconds", "project_id", "created_at", "etag",
    ]

    /// What a role grants.
    struct Grant: ParsableArguments {
        @OptionGroup var permissions: PermissionOptions

        @Option(
            help: .init(
                "A role whose permissions it has too, by id or name; may be repeated. (default: none)",
                valueName: "role"),
            completion: LiveNames.of(.roles))
        var inherits: [String] = []

        @Option(
            name: .customLong("only-in"),
            help: .init(
                "An environment it counts in, by id or name; may be repeated. (default: all)",
                valueName: "environment"))
        var environments: [String] = []

        @Option(
            help: .init(
                "The role is held by grants alone, none longer than this. (default: held without end)",
                valueName: "span"))
        var maximumGrant: DurationText?

        func members(in session: Session, project: String) async throws -> [String: JSONValue] {
            var members = self.permissions.members
            if !self.inherits.isEmpty {
                let scope = [APIRequest.Parameter(name: "project", value: project)]
                members["inherits"] = try await session.ids(self.inherits, in: .roles, scope: scope)
            }
            if !self.environments.isEmpty {
                var ids: [String] = []
                for text in self.environments {
                    ids.append(try await session.environment(text, inProject: project).id)
                }
                members["environments"] = .strings(ids)
            }
            if let span = self.maximumGrant { members["maximum_grant_seconds"] = .integer(span.seconds) }
            return members
        }
    }

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a role.",
            discussion: """
                EXAMPLES
                  gatehouse roles create reader --permission "documents:read"
                """)

        @Argument(help: "Its name: lower-case letters, digits and hyphens.")
        var name: String

        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup(title: "The role") var grant: Grant
        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let project = try await session.project(self.project)
            var body = try await self.grant.members(in: session, project: project.id)
            body["project_id"] = .string(project.id)
            body["name"] = .string(self.name)
            var request = APIRequest(.post, "/roles", body: .object(body))
            request.idempotencyKey = self.create.key
            try await session.perform(request, self.write, order: RolesCommand.order)
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List roles.",
            discussion: """
                EXAMPLES
                  gatehouse roles list --project demo
                """)

        @Option(help: "Of this project: id or name. (default: all)", completion: LiveNames.of(.projects))
        var project: String?

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let query = try await session.projectFilter(self.project)
            try await session.list("/roles", query: query, self.pages, columns: RolesCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one role.",
            discussion: """
                EXAMPLES
                  gatehouse roles show reader
                """)

        @Argument(help: "The role: id or name.", completion: LiveNames.of(.roles))
        var role: String

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.show(self.role, in: .roles, order: RolesCommand.order)
        }
    }

    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a role, and with it every key that has it. A list that is named replaces the old one.",
            discussion: """
                EXAMPLES
                  gatehouse roles update reader --permission "documents:read" --yes
                """)

        @Argument(help: "The role: id or name.", completion: LiveNames.of(.roles))
        var role: String

        @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
        var rename: String?

        @OptionGroup(title: "The role") var grant: Grant
        @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let role = try await session.resolve(self.role, in: .roles)
            var members = try await self.grant.members(
                in: session, project: role.document["project_id"]?.string ?? "")
            if let name = self.rename { members["name"] = .string(name) }
            try await session.update(role, in: .roles, members, self.write, order: RolesCommand.order) { request in
                _ = try await session.confirm(
                    "Changing role “\(role.name)”", .moderate, self.confirmation, request: request)
            }
        }
    }
}
