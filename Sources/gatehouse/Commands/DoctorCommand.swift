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
        case never, notice, warning, critical
    }

    @Option(help: "Exit 3 when a finding is at least this severe: never, notice, warning or critical.")
    var failOn: FailOn = .never

    @OptionGroup var server: ServerOptions

    static let columns = [
        Column("SEVERITY", "severity", .state), Column("FINDING", "kind", .id), Column("WHAT", "title"),
        Column("SUBJECT", "subject"), Column("CURE", "cure"),
    ]

    func run(in session: Session) async throws {
        let response = try await session.send(.init(.get, "/findings"))
        let findings = response.document["data"]?.array ?? []
        if findings.isEmpty { session.output.note("no weakness found") }
        if session.output.format == .json || !findings.isEmpty {
            try session.output.list(response.document, body: response.body, columns: Self.columns, essential: "kind")
        }
        guard Self.isBad(findings, failOn: self.failOn) else { return }
        throw ExitCode(ExitReason.badFindings.rawValue)
    }

    static func isBad(_ findings: [JSONValue], failOn: FailOn) -> Bool {
        let order = FailOn.allCases.map(\.rawValue)
        guard failOn != .never, let least = order.firstIndex(of: failOn.rawValue) else { return false }
        return findings.contains { finding in
            // A severity this program does not know yet is not taken lightly.
            (order.firstIndex(of: finding["severity"]?.string ?? "") ?? order.count) >= least
        }
    }
}
