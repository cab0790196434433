import ArgumentParser

/// `gatehouse audit export`
struct AuditExportCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the audit log in the format of another system, oldest first.",
        discussion: """
            EXAMPLES
              gatehouse audit export --format ocsf > audit.ndjson
              gatehouse audit export --format cef --since 1200 --follow | logger --tag gatehouse

            With --json it prints lines as well, a document each, and not one document. Every line carries the sequence number of its entry: numbers without a gap are the whole log. To have the
            server send the log by itself, see audit.export in the configuration.
            """)

    /// A line's format.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ocsf, ecs, cef, syslog, jsonl

        /// Whether a line is a JSON document.
        var isJSON: Bool {
            switch self {
            case .ocsf, .ecs, .jsonl: true
            case .cef, .syslog: false
            }
        }
    }

    @Option(help: "What a line is: ocsf, ecs, cef, syslog or jsonl (the leaf itself, with its hash).")
    var format: Format = .jsonl

    @Option(help: .init("Begin with the entry of this sequence number.", valueName: "sequence"))
    var since: UInt64 = 0

    @Flag(help: "At the end of the log wait for what comes, until interrupted.")
    var follow = false

    @Flag(help: "Also print what entries tell of persons. Takes the level admin.")
    var details = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard self.format.isJSON || !self.server.output.json else {
            throw ValidationError("--json is for the formats ocsf, ecs and jsonl; \(self.format.rawValue) is no JSON.")
        }
    }

    func run(in session: Session) async throws {
        var next = self.since
        while true {
            let page = try await self.page(from: next, session)
            StandardStream.output.write(page.text)
            // Stops where the server has no more, and where it does not say how to go on.
            if let following = page.next, following > next {
                next = following
            } else if self.follow {
                StandardStream.output.endWithReader()
                try await Task.sleep(for: .seconds(1))
            } else {
                return
            }
        }
    }

    /// What was printed is printed: a server that goes away in the middle costs nothing but another start.
    private func page(from next: UInt64, _ session: Session) async throws -> AuditLines {
        do {
            return try await session.client.lines(self.request(from: next))
        } catch let failure as CommandFailure {
            guard failure.status == .unreachable, next > self.since else { throw failure }
            throw CommandFailure(
                failure.status, code: failure.problem.code,
                failure.problem.document["detail"]?.string ?? "The server went away.",
                fix: "go on with --since \(next)")
        }
    }

    private func request(from next: UInt64) -> APIRequest {
        var query: [APIRequest.Parameter] = [
            .init(name: "format", value: self.format.rawValue), .init(name: "since", value: "\(next)"),
            .init(name: "limit", value: "1000"),
        ]
        if self.details { query.append(.init(name: "details", value: "true")) }
        return APIRequest(.get, "/audit/records", query: query)
    }
}
