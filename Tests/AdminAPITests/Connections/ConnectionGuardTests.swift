import KeyManagement
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import TestKit
import Testing

@testable import AdminAPI

/// Slow, greedy and broken clients on real sockets.
@Suite struct ConnectionGuardTests {
    private static func serving(
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ change: (inout AdminServerConfiguration) -> Void, _ body: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        var configuration = AdminServerConfiguration(port: 0)
        change(&configuration)
        let server = try API.server(try await ManagementWorld(), configuration: configuration, logger: logger)
        let group = ServiceGroup(
            configuration: .init(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            await server.waitUntilListening()
            let port = try #require(server.port)
            let result: Result<Void, any Error>
            do {
                result = .success(try await NIOThreadPool.singleton.runIfActive { try body(port) })
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }

    private static let livez = "GET /livez HTTP/1.1\r\nHost: localhost\r\n"

    @Test(arguments: ["", "GET /livez HTTP/1.1\r\nHost: lo", livez])
    func `a head that does not come is not waited for`(start: String) async throws {
        try await Self.serving({ $0.headTimeoutSeconds = 1 }) { port in
            let connection = try RawConnection(port: port)
            connection.send(start)
            #expect(connection.untilClosed() == "")
        }
    }

    @Test func `a connection that has been answered is not kept for long`() async throws {
        try await Self.serving({ $0.headTimeoutSeconds = 1 }) { port in
            let connection = try RawConnection(port: port)
            connection.send(Self.livez + "\r\n")
            #expect(connection.untilClosed()?.hasPrefix("HTTP/1.1 200") == true)
        }
    }

    @Test func `a body that does not come is not waited for, and is no error of the server`() async throws {
        let levels = Levels()
        try await Self.serving(logger: Logger(label: "test") { _ in levels.handler }, { $0.bodyTimeoutSeconds = 1 }) {
            port in
            let late = try RawConnection(port: port)
            let head = "POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12"
            late.send(head)
            #expect(late.untilClosed() != nil)
        }
        #expect(levels.worst.map { $0 < .warning } ?? true)
    }

    @Test func `an address has its share of the connections`() async throws {
        try await Self.serving({ $0.mostConnectionsOfAnAddress = 2 }) { port in
            let held = [try RawConnection(port: port), try RawConnection(port: port)]
            for connection in held {
                connection.send(Self.livez + "\r\n")
                #expect(connection.next().hasPrefix("HTTP/1.1 200"))
            }
            #expect(try RawConnection(port: port).untilClosed() == "")
        }
    }

    @Test func `a page that reaches loopback under a name of its own reads nothing`() async throws {
        try await Self.serving({ _ in }) { port in
            for path in ["/metrics", "/openapi.yaml", "/livez", "/v1/keys"] {
                let connection = try RawConnection(port: port)
                connection.send("GET \(path) HTTP/1.1\r\nHost: rebound.example:\(port)\r\nConnection: close\r\n\r\n")
                let answer = connection.untilClosed() ?? ""
                #expect(answer.hasPrefix("HTTP/1.1 421") && answer.contains("host_rejected"), "\(path): \(answer)")
            }
        }
    }
}

/// Remembers the worst level that was logged.
private final class Levels: Sendable {
    private let state = Mutex<Logger.Level?>(nil)

    var worst: Logger.Level? { self.state.withLock { $0 } }
    var handler: Handler { Handler(levels: self) }

    struct Handler: LogHandler {
        let levels: Levels
        var logLevel: Logger.Level = .trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            self.levels.state.withLock { $0 = max($0 ?? event.level, event.level) }
        }
    }
}
