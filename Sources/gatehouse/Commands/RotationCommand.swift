import ArgumentParser

/// `gatehouse rotation`
struct RotationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotation",
        abstract: "Replace the keys that stored things lie under.",
        discussion: """
            EXAMPLES
              gatehouse rotation start pepper --environment live
              gatehouse rotation list
            """,
        subcommands: [RotationStart.self, List.self, Show.self, Resume.self, Leaked.self, Keys.self])

    static let columns = [
        Column("ID", "id", .id), Column("KIND", "kind"), Column("TENANT", "tenant", .id),
        Column("PHASE", "phase", .state), Column("MOVED", "moved", .count), Column("REMAINING", "remaining", .count),
        Column("STARTED", "started_at", .time),
    ]
    static let order = [
        "id", "kind", "tenant", "phase", "old_key", "new_key", "moved", "remaining", "started_at", "started_by",
        "due_at", "leaked_at", "nested", "nested_at",
    ]

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List rotations, newest first.",
            discussion: """
                EXAMPLES
                  gatehouse rotation list
                """)

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            try await session.list("/sys/rotations", self.pages, columns: RotationCommand.columns)
        }
    }

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show how far a rotation is.",
            discussion: """
                EXAMPLES
                  gatehouse rotation show rky_p9Vx4Lm1Tz7KcQ2s
                """)

        @Argument(help: "The rotation, by id.")
        var rotation: String

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let response = try await session.send(.init(.get, try RotationCommand.path(self.rotation)))
            try session.output.show(response.document, body: response.body, order: RotationCommand.order)
        }
    }

    struct Resume: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with a rotation at once. The server does so by itself every ten seconds.",
            discussion: """
                EXAMPLES
                  gatehouse rotation resume rky_p9Vx4Lm1Tz7KcQ2s
                """)

        @Argument(help: "The rotation, by id.")
        var rotation: String

        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let path = try RotationCommand.path(self.rotation)
            try await session.perform(
                .init(.post, path + ":resume", body: .object([:])), self.write, order: RotationCommand.order)
        }
    }

    struct Leaked: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a pepper which is being replaced has leaked.",
            discussion: """
                EXAMPLES
                  gatehouse rotation leaked rky_p9Vx4Lm1Tz7KcQ2s
                  gatehouse rotation leaked rky_p9Vx4Lm1Tz7KcQ2s --pepper 2

                What it tells is put under the new pepper at once, also what nobody presents. Said again, it changes
                nothing. When the new pepper has leaked as well, name its number: another one comes. Where there is no
                room for one, that it has leaked is written down all the same, and the failure says what helps.
                """)

        @Argument(help: "The rotation, by id.")
        var rotation: String

        @Option(help: .init("Number of the pepper. (default: the old one)", valueName: "number"))
        var pepper: UInt32?

        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let path = try RotationCommand.path(self.rotation)
            let members: [String: JSONValue] = self.pepper.map { ["pepper": .integer(Int64($0))] } ?? [:]
            try await session.perform(
                .init(.post, path + ":leaked", body: .object(members)), self.write, order: RotationCommand.order)
        }
    }

    struct Keys: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys that are still told by the old pepper: nobody has presented them since.",
            discussion: """
                EXAMPLES
                  gatehouse rotation keys rky_p9Vx4Lm1Tz7KcQ2s
                  gatehouse rotation keys rky_p9Vx4Lm1Tz7KcQ2s --alone

                After a leak: --alone lists those that the leaked pepper alone tells, --nested those whose digests lie
                under the new pepper already.
                """)

        @Argument(help: "The rotation, by id.")
        var rotation: String

        @Flag(help: "Only those that the old pepper alone tells.")
        var alone = false

        @Flag(help: "Only those in the nested form.")
        var nested = false

        @OptionGroup(title: "Pages") var pages: PageOptions
        @OptionGroup var server: ServerOptions

        func validate() throws {
            guard !self.alone || !self.nested else {
                throw ValidationError("--alone and --nested exclude each other.")
            }
        }

        func run(in session: Session) async throws {
            var query: [APIRequest.Parameter] = []
            if self.alone || self.nested { query.append(.init(name: "nested", value: self.nested ? "true" : "false")) }
            try await session.list(
                try RotationCommand.path(self.rotation) + "/keys", query: query, self.pages,
                columns: KeysCommand.columns)
        }
    }

    /// Where the API keeps a rotation.
    static func path(_ text: String) throws -> String {
        guard case .id(let id) = try ObjectReference(parsing: text, prefix: "rky") else {
            throw CommandFailure.usage("A rotation is named by its id: gatehouse rotation list")
        }
        return "/sys/rotations/\(id)"
    }
}
