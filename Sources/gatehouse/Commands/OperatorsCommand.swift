import ArgumentParser

/// `gatehouse operators`
struct OperatorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operators",
        abstract: "Create, list, show, revoke and erase operators: who may use the admin API over the network.",
        discussion: """
            EXAMPLES
              gatehouse operators create oncall --level operator --expires 30d --secret-file ./oncall.token
              gatehouse operators revoke oncall
            """,
        subcommands: [Create.self, List.self, Show.self, Revoke.self, OperatorsErase.self])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("LEVEL", "level"), Column("HINT", "hint"),
        Column("STATE", "state", .state), Column("EXPIRES", "expires_at", .time),
        Column("CREATED", "created_at", .time),
    ]
    static let order = ["id", "name", "level", "hint", "state", "expires_at", "revoked_at", "created_at", "etag"]

    /// What an operator may do; each level includes the one before.
    enum Level: String, ExpressibleByArgument, CaseIterable {
        case auditor
        case viewer
        case `operator`
        case admin
    }

    struct Create: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an operator. Its key is shown once.",
            discussion: """
                EXAMPLES
                  gatehouse operators create grafana --level viewer --secret-file ./grafana.token
                """)

        @Argument(help: "Its name.")
        var name: String

        @Option(help: "What it may do: auditor (the audit log alone), viewer, operator or admin.")
        var level: Level = .viewer

        @OptionGroup var expiry: ExpiryOptions
        @OptionGroup(title: "The secret") var secret: SecretOptions
        @OptionGroup var create: CreateOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            var members = self.expiry.members
            members["name"] = .string(self.name)
            members["level"] = .string(self.level.rawValue)
            var request = APIRequest(.post, "/operators", body: .object(members))
            request.idempotencyKey = self.create.key
            try await session.reveal(request, self.write, self.secret, order: OperatorsCommand.order) { item in
                "Created operator \(item["id"]?.string ?? "") “\(self.name)”, \(self.level.rawValue)."
            }
        }
    }

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List operators.",
            discussion: """
                EXAMPLES
                  gatehouse operators list
                """)

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.list("/operators", self.pages, columns: OperatorsCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one operator.",
            discussion: """
                EXAMPLES
                  gatehouse operators show oncall
                """)

        @Argument(help: "The operator: id or name.", completion: LiveNames.of(.operators))
        var name: String

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.show(self.name, in: .operators, order: OperatorsCommand.order)
        }
    }

    struct Revoke: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an operator's key for good.",
            discussion: """
                EXAMPLES
                  gatehouse operators revoke oncall --confirm=oncall
                """)

        @Argument(help: "The operator: id or name.", completion: LiveNames.of(.operators))
        var name: String

        @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let item = try await session.resolve(self.name, in: .operators)
            let request = APIRequest(.post, "/operators/\(item.id):revoke", body: .object([:]))
            if !self.write.isHarmless {
                _ = try await session.confirm(
                    "Revoking operator “\(item.name)” for good", .severe(name: item.name), self.confirmation,
                    request: request)
            }
            try await session.perform(request, self.write, order: OperatorsCommand.order)
        }
    }
}
