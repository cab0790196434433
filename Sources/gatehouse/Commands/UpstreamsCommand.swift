import ArgumentParser

/// `gatehouse upstreams`
struct UpstreamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upstreams",
        abstract: "Show the servers that requests are forwarded to.",
        discussion: """
            EXAMPLES
              gatehouse upstreams list
            """,
        subcommands: [List.self])

    struct List: ServerCommand {
        static let configuration = CommandConfiguration(
            abstract: "List upstreams with their servers: health, ejections, and what went wrong last.",
            discussion: """
                EXAMPLES
                  gatehouse upstreams list
                  gatehouse upstreams list --json
                """)

        @OptionGroup var server: ServerOptions

        static let columns = [
            Column("UPSTREAM", "upstream", .id), Column("SERVER", "server"), Column("STATE", "state", .state),
            Column("HEALTH", "health"), Column("EJECTED UNTIL", "ejected_until_at", .time),
            Column("REQUESTS", "requests_under_way"), Column("LAST FAILURE", "last_failure.reason"),
            Column("AT", "last_failure.failed_at", .time),
        ]

        func run(in session: Session) async throws {
            let response = try await session.send(.init(.get, "/upstreams"))
            guard session.output.format != .json else {
                return try session.output.list(
                    response.document, body: response.body, columns: Self.columns, essential: "name")
            }
            let rows = JSONValue.object(["data": .array(Self.rows(response.document))])
            try session.output.list(
                rows, body: Array(rows.encoded.utf8), columns: Self.columns, essential: "server")
        }

        /// One row a server, with the name of its upstream.
        static func rows(_ document: JSONValue) -> [JSONValue] {
            (document["data"]?.array ?? []).flatMap { upstream in
                (upstream["servers"]?.array ?? []).compactMap { server -> JSONValue? in
                    guard case .object(var members) = server else { return nil }
                    members["upstream"] = upstream["name"]
                    members["server"] = server["address"] ?? server["endpoint"]
                    return .object(members)
                }
            }
        }
    }
}
