import AdminAPI
import Cryptography
import Glibc
import KeyManagement
import Keys
import Logging
import NIOPosix
import RateLimiting
import ServiceLifecycle
import Storage
import TestKit
import UnixSignals

/// Serves the admin API over a store in memory until it is told to stop: what `scripts/check-openapi` asks its
/// questions of. Writes the port and an admin's operator key, a line each, to the file given.
@main
struct AdminAPIHost {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { exit(64) }
        let control = InMemoryControlPlane()
        let server = try Self.server(control)
        let token = try await Self.seed(control.plane)
        let group = ServiceGroup(
            configuration: .init(
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "admin-api-host") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            await server.waitUntilListening()
            Self.write("\(server.port ?? 0)\n\(token)\n", to: CommandLine.arguments[1])
            try await tasks.waitForAll()
        }
    }

    private static func server(_ control: InMemoryControlPlane) throws -> AdminServer {
        var generator = SystemRandomNumberGenerator()
        let logger = Logger(label: "admin-api-host") { _ in SwiftLogNoOpLogHandler() }
        return try AdminServer(
            configuration: .init(port: 0),
            surroundings: .init(
                plane: control.plane, time: .system, randomBytes: SecureRandom.system, logger: logger),
            failures: .init(FailureBudget(failures: 1_000_000, generator: &generator)),
            group: MultiThreadedEventLoopGroup.singleton)
    }

    /// An operator to ask as, and one object of each kind to ask about.
    private static func seed(_ plane: ControlPlane) async throws -> String {
        let caller = Caller(actor: .local(uid: 0))
        let made = try await plane.create(CreateOperator(name: "checker", level: .admin), by: caller)
        let project = try await plane.create(CreateProject(name: "seed"), by: caller).value
        let environment = try await plane.create(
            CreateEnvironment(projectID: project.id, name: "production", tag: "live"), by: caller
        ).value
        _ = try await plane.create(CreateRole(projectID: project.id, name: "seed", grants: .init()), by: caller)
        let owner = try await plane.create(
            CreateIdentity(projectID: project.id, category: .team, name: "seed"), by: caller
        ).value
        var key = IssueKey(environmentID: environment.id, name: "seed")
        key.ownerID = owner.id
        let issued = try await plane.create(key, by: caller).value
        _ = try await plane.create(RotateKey(issued.key.record.id), by: caller)
        return made.value.token?.withBytes { bytes in
            String(decoding: bytes.indices.map { bytes[$0] }, as: Unicode.ASCII.self)
        } ?? ""
    }

    /// Written beside and renamed, so that whoever waits for the file reads all of it.
    private static func write(_ text: String, to path: String) {
        let descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let bytes = Array(text.utf8)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { exit(1) }
        close(descriptor)
        rename(path + ".part", path)
    }
}
