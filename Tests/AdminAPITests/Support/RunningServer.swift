import Logging
import ServiceLifecycle
import TestKit
import TransportSecurity

@testable import AdminAPI

/// A server that listens, as a service of a group.
enum RunningServer {
    /// Runs one until the body is done.
    static func with(
        _ configuration: AdminServerConfiguration, security: ListenerSecurity? = nil,
        _ body: @escaping @Sendable (AdminServer) async throws -> Void
    ) async throws {
        let world = try await ManagementWorld()
        let server = try API.server(world, configuration: configuration, security: security)
        let group = ServiceGroup(
            configuration: .init(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            await server.waitUntilListening()
            let result: Result<Void, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }
}
