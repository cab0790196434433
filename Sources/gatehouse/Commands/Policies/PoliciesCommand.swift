import ArgumentParser

/// `gatehouse policies`
struct PoliciesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policies",
        abstract:
            "Hold many keys to rules at once: create, list, show, update, promote, and report of what would be refused.",
        discussion: """
            EXAMPLES
              gatehouse policies create office --environment live --network 203.0.113.0/24 --mode shadow
              gatehouse policies report
              gatehouse policies update office --environment live --mode enforce --rollout 10 --yes
            """,
        subcommands: [Create.self, List.self, Show.self, Update.self, Promote.self, PoliciesReport.self],
        aliases: ["policy"])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("MODE", "mode", .state),
        Column("ROLLOUT", "rollout_percent"), Column("ENVIRONMENT", "environment_id"),
        Column("CREATED", "created_at", .time),
    ]
    static let order = [
        "id", "name", "mode", "rollout_percent", "applies_to", "restrictions", "permissions", "step_up", "limits",
        "environment_id", "project_id", "created_at", "etag",
    ]

    /// The environment that a policy is of.
    struct Place: ParsableArguments {
        @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
        var project: String?

        @Option(
            help: "The environment: id or name. (default: the only one)", completion: LiveNames.of(.environments))
        var environment: String?

        func environment(in session: Session) async throws -> ResolvedObject {
            if let text = self.environment { return try await session.environment(text, inProject: self.project) }
            return try await session.environment(nil, in: session.project(self.project))
        }

        /// A policy by id, or by name in the environment.
        func policy(_ text: String, in session: Session) async throws -> ResolvedObject {
            if case .id = try ObjectReference(parsing: text, prefix: ResourceKind.policies.prefix) {
                return try await session.resolve(text, in: .policies)
            }
            let scope =
                self.environment == nil
                ? [] : [APIRequest.Parameter(name: "environment", value: try await self.environment(in: session).id)]
            return try await session.resolve(text, in: .policies, scope: scope)
        }
    }

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a policy. Unless it says otherwise it is in force when the answer is there.",
            discussion: """
                EXAMPLES
                  gatehouse policies create office --environment live --network 203.0.113.0/24
                  gatehouse policies create vault --environment live --sensitivity restricted --step-up grant:15m
                """)

        @Argument(help: "Its name: lower-case letters, digits and hyphens.")
        var name: String

        @OptionGroup var place: Place
        @OptionGroup(title: "The policy") var policy: PolicyOptions
        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let environment = try await self.place.environment(in: session)
            let project = environment.document["project_id"]?.string ?? ""
            var body = try await self.policy.members(in: session, project: project)
            body["environment_id"] = .string(environment.id)
            body["name"] = .string(self.name)
            var request = APIRequest(.post, "/policies", body: .object(body))
            request.idempotencyKey = self.create.key
            try await session.perform(request, self.write, order: PoliciesCommand.order)
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List policies.",
            discussion: """
                EXAMPLES
                  gatehouse policies list --environment live
                """)

        @OptionGroup var place: Place
        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let isNarrow = self.place.environment != nil
            let query =
                isNarrow
                ? [APIRequest.Parameter(name: "environment", value: try await self.place.environment(in: session).id)]
                : []
            try await session.list("/policies", query: query, self.pages, columns: PoliciesCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one policy.",
            discussion: """
                EXAMPLES
                  gatehouse policies show office
                """)

        @Argument(help: "The policy: id or name.", completion: LiveNames.of(.policies))
        var policy: String

        @OptionGroup var place: Place
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let policy = try await self.place.policy(self.policy, in: session)
            try await session.show(policy.id, in: .policies, order: PoliciesCommand.order)
        }
    }

    struct Update: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Change a policy, and with it what its keys are held to. A part that is named replaces the old one.",
            discussion: """
                EXAMPLES
                  gatehouse policies update office --mode enforce --rollout 10 --yes
                """)

        @Argument(help: "The policy: id or name.", completion: LiveNames.of(.policies))
        var policy: String

        @Option(help: .init("The new name. (default: unchanged)", valueName: "name"))
        var rename: String?

        @OptionGroup var place: Place
        @OptionGroup(title: "The policy") var options: PolicyOptions
        @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let policy = try await self.place.policy(self.policy, in: session)
            var members = try await self.options.members(
                in: session, project: policy.document["project_id"]?.string ?? "")
            if let name = self.rename { members["name"] = .string(name) }
            try await session.update(policy, in: .policies, members, self.write, order: PoliciesCommand.order) {
                request in
                _ = try await session.confirm(
                    "Changing policy “\(policy.name)”", .moderate, self.confirmation, request: request)
            }
        }
    }

    struct Promote: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a policy over into another environment, in shadow unless said otherwise.",
            discussion: """
                EXAMPLES
                  gatehouse policies promote office --environment staging --to live
                  gatehouse policies promote office --to live --mode enforce --rollout 5
                """)

        @Argument(help: "The policy: id or name.", completion: LiveNames.of(.policies))
        var policy: String

        @Option(
            help: .init(
                "The environment it goes to: id or name. (default: none, it must be said)", valueName: "environment"),
            completion: LiveNames.of(.environments))
        var to: String

        @Option(help: .init("What it does there: enforce, shadow or off. (default: shadow)", valueName: "mode"))
        var mode: String?

        @Option(help: .init("For how many of a hundred keys it holds there. (default: 100)", valueName: "percent"))
        var rollout: Int64?

        @OptionGroup var place: Place
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let policy = try await self.place.policy(self.policy, in: session)
            let project = policy.document["project_id"]?.string
            let environment = try await session.environment(self.to, inProject: project)
            let request = APIRequest(
                .post, "/policies/\(policy.id):promote",
                body: .members([
                    "environment_id": .string(environment.id), "mode": self.mode.map(JSONValue.string),
                    "rollout_percent": self.rollout.map(JSONValue.integer),
                ]))
            try await session.perform(request, self.write, order: PoliciesCommand.order)
        }
    }
}
