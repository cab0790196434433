import ArgumentParser

/// A command that talks to a running server.
protocol ServerCommand: AsyncParsableCommand {
    var server: ServerOptions { get }

    /// Does the work of the command.
    func run(in session: Session) async throws
}

extension ServerCommand {
    func run() async throws {
        try await Session.with(self.server) { try await self.run(in: $0) }
    }
}
