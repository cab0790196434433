import ArgumentParser

/// `gatehouse projects`
struct ProjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projects",
        abstract: "Create, list, show and update projects: one per API or product.",
        discussion: """
            EXAMPLES
              gatehouse projects create demo --default-expiry 90d --maximum-expiry 365d
              gatehouse projects list
            """,
        subcommands: [Create.self, List.self, Show.self, Update.self])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("EXPIRY DAYS", "default_expiry_days", .count),
        Column("AT MOST", "maximum_expiry_days", .count), Column("CREATED", "created_at", .time),
    ]
    static let order = [
        "id", "name", "default_expiry_days", "maximum_expiry_days", "unused_key_days", "created_at", "etag",
    ]

    /// How long keys may go unused: a number of days, or `off`.
    struct UnusedDays: Hashable, Sendable, ExpressibleByArgument {
        /// `nil` for `off`.
        let days: Int64?

        init?(argument: String) {
            self.days = Int64(argument)
            guard self.days != nil || argument == "off" else { return nil }
        }
    }

    /// How long the keys of a project live.
    struct Policy: ParsableArguments {
        @Option(
            help: .init(
                "How long a key lives when nobody says otherwise, in whole days. (default: 90d)", valueName: "span"))
        var defaultExpiry: DurationText?

        @Option(help: .init("The longest life anyone may ask for. (default: open)", valueName: "span"))
        var maximumExpiry: DurationText?

        @Option(
            help: .init(
                "Suspend keys that nobody uses for so many days, with notice; or off. (default: off)", valueName: "days"
            ))
        var unusedKeyDays: UnusedDays?

        var members: [String: JSONValue] {
            let members = JSONValue.members([
                "default_expiry_days": self.defaultExpiry.map { .integer($0.days) },
                "maximum_expiry_days": self.maximumExpiry.map { .integer($0.days) },
            ])
            var named = members.object ?? [:]
            if let unused = self.unusedKeyDays {
                named["unused_key_days"] = unused.days.map(JSONValue.integer) ?? .null
            }
            return named
        }
    }

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a project.",
            discussion: """
                EXAMPLES
                  gatehouse projects create demo
                """)

        @Argument(help: "Its name: lower-case letters, digits and hyphens.")
        var name: String

        @OptionGroup(title: "Expiry of its keys") var policy: Policy
        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let body = self.policy.members.merging(["name": .string(self.name)]) { $1 }
            var request = APIRequest(.post, "/projects", body: .object(body))
            request.idempotencyKey = self.create.key
            try await session.perform(request, self.write, order: ProjectsCommand.order)
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List projects.",
            discussion: """
                EXAMPLES
                  gatehouse projects list --json
                """)

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.list("/projects", self.pages, columns: ProjectsCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one project.",
            discussion: """
                EXAMPLES
                  gatehouse projects show demo
                """)

        @Argument(help: "The project: id or name.", completion: LiveNames.of(.projects))
        var project: String

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.show(self.project, in: .projects, order: ProjectsCommand.order)
        }
    }

    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rename a project or change how long its keys live, used or not.",
            discussion: """
                EXAMPLES
                  gatehouse projects update demo --maximum-expiry 180d
                  gatehouse projects update demo --unused-key-days 90
                """)

        @Argument(help: "The project: id or name.", completion: LiveNames.of(.projects))
        var project: String

        @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
        var rename: String?

        @OptionGroup(title: "Expiry of its keys") var policy: Policy
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let project = try await session.resolve(self.project, in: .projects)
            var members = self.policy.members
            if let name = self.rename { members["name"] = .string(name) }
            try await session.update(project, in: .projects, members, self.write, order: ProjectsCommand.order)
        }
    }
}
