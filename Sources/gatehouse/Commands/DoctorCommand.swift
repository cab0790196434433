import ArgumentParser

/// `gatehouse doctor`
struct DoctorCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Name every weakness of the running server, and its cure.",
        discussion: """
            EXAMPLES
              gatehouse doctor
              gatehouse doctor --fail-on warning            for monitoring: exit 3 when there is one
            """)

    /// From which severity on a finding is a failure.
    enum FailOn: String, ExpressibleByArgument, CaseIterable {
        case never, warning, error
    }

    @Option(help: "Exit 3 when a finding is at least this severe: never, warning or error.")
    var failOn: FailOn = .never

    @OptionGroup var server: ServerOptions

    static let columns = [
        Column("SEVERITY", "severity", .state), Column("FINDING", "code", .id), Column("WHAT", "detail"),
        Column("CURE", "fix"),
    ]

    func run(in session: Session) async throws {
        let response = try await session.send(.init(.get, "/doctor"))
        let findings = response.document["data"]?.array ?? []
        if findings.isEmpty { session.output.note("no weakness found") }
        if session.output.format == .json || !findings.isEmpty {
            session.output.list(response.document, body: response.body, columns: Self.columns)
        }
        guard Self.isBad(findings, failOn: self.failOn) else { return }
        throw ExitCode(ExitReason.badFindings.rawValue)
    }

    static func isBad(_ findings: [JSONValue], failOn: FailOn) -> Bool {
        let severities = findings.compactMap(\.["severity"]?.string)
        return switch failOn {
        case .never: false
        case .warning: severities.contains { $0 == "warning" || $0 == "error" }
        case .error: severities.contains("error")
        }
    }
}
