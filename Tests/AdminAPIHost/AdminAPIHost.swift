import AdminAPI
import Glibc
import KeyManagement
import Keys
import Logging
import NIOPosix
import RateLimiting
import ServiceLifecycle
import TestKit
import UnixSignals

/// Serves the admin API over a store in memory until it is told to stop: what `scripts/check-openapi` asks its
/// questions of. Clock and randomness are fixed, so the same questions get the same answers.
///
/// Writes `name=value` lines to the file given: the port, an admin's operator key, and the ids of a few objects.
@main
struct AdminAPIHost {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { exit(64) }
        let world = try await ManagementWorld()
        let logger = Logger(label: "admin-api-host") { _ in SwiftLogNoOpLogHandler() }
        let server = try Self.server(world, logger)
        let facts = try await Self.seed(world)
        let group = ServiceGroup(
            configuration: .init(
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            await server.waitUntilListening()
            let lines = [("port", "\(server.port ?? 0)")] + facts
            Self.write(lines.map { "\($0)=\($1)\n" }.joined(), to: CommandLine.arguments[1])
            try await tasks.waitForAll()
        }
    }

    private static func server(_ world: ManagementWorld, _ logger: Logger) throws -> AdminServer {
        var generator = SeededGenerator(seed: 1)
        return try AdminServer(
            configuration: .init(port: 0),
            surroundings: .init(
                plane: world.plane, time: world.clock.source, randomBytes: world.randomness.bytes, logger: logger),
            failures: .init(FailureBudget(failures: 1_000_000, generator: &generator)),
            group: MultiThreadedEventLoopGroup.singleton)
    }

    /// An operator to ask as, and objects to ask about; the doomed ones may be ended by questions.
    private static func seed(_ world: ManagementWorld) async throws -> [(String, String)] {
        let asking = try await world.perform(CreateOperator(name: "checker", level: .admin))
        let other = try await world.perform(CreateOperator(name: "doomed", level: .viewer))
        let environment = try await world.makeEnvironment()
        let project = environment.projectID
        let role = try await world.perform(CreateRole(projectID: project, name: "seed", grants: .init()))
        let owner = try await world.perform(CreateIdentity(projectID: project, category: .team, name: "seed"))
        let key = try await world.issue(in: environment, name: "seed") { $0.ownerID = owner.id }
        let doomed = try await world.issue(in: environment, name: "doomed")
        let rotated = try await world.perform(RotateKey(doomed.key.record.id))
        return [
            ("token", String(decoding: asking.token?.copy ?? [], as: UTF8.self)),
            ("operator_id", "\(other.operator.id)"), ("project_id", "\(project)"),
            ("environment_id", "\(environment.id)"), ("role_id", "\(role.id)"), ("identity_id", "\(owner.id)"),
            ("key_id", "\(key.key.record.id)"), ("doomed_key_id", "\(doomed.key.record.id)"),
            ("rotation_id", rotated.key.rotation.map { "\($0.rotation.id)" } ?? ""),
        ]
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
