import ArgumentParser

/// `gatehouse clock`
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Show the time that the server goes by, and say that the system's clock is right.",
        discussion: """
            EXAMPLES
              gatehouse clock show
              gatehouse clock follow

            These work on the server's own machine alone, over its Unix socket.
            """,
        subcommands: [Show.self, Follow.self])

    static let order = ["time_at", "clock_at", "deviation_seconds", "is_held", "keys_live", "keys_ending"]

    struct Show: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the time and the system's clock, and how many keys lie between them.",
            discussion: """
                EXAMPLES
                  gatehouse clock show
                """)

        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let response = try await session.send(.init(.get, "/sys/clock"))
            try session.output.show(
                response.document, body: response.body, order: ClockCommand.order, essential: "time_at")
        }
    }

    struct Follow: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that the system's clock is right. What has expired by it ends at once.",
            discussion: """
                EXAMPLES
                  gatehouse clock follow
                  gatehouse clock follow --yes
                """)

        @OptionGroup(title: "Confirmation") var confirmation: ConfirmationOptions
        @OptionGroup var write: WriteOptions
        @OptionGroup var server: ServerOptions

        func run(in session: Session) async throws {
            let status = try await session.send(.init(.get, "/sys/clock")).document
            let reading = status["clock_at"]?.string ?? ""
            let request = APIRequest(
                .post, "/sys/clock:follow", query: [.init(name: "clock_at", value: reading)])
            if !self.write.isHarmless {
                let ending = status["keys_ending"]?.integer ?? 0
                _ = try await session.confirm(
                    "Following the clock, which says \(reading),", .moderate, self.confirmation, request: request,
                    effect: ending == 1 ? "1 key ends at once." : "\(ending) keys end at once.")
            }
            try await session.perform(request, self.write, order: ClockCommand.order, essential: "time_at")
        }
    }
}
