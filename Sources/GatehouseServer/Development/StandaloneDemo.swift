import Gateway
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// The demo upstream as a process of its own.
package enum StandaloneDemo {
    /// Serves until SIGTERM or SIGINT; tells the port once it listens.
    package static func run(
        address: String, port: Int, onListening: @Sendable (Int) -> Void
    ) async throws(StartFailure) {
        do {
            let demo = try await DemoUpstream.start(
                address: address, port: port, group: MultiThreadedEventLoopGroup.singleton)
            onListening(demo.port)
            let logger = Logger(label: "gatehouse.demo") { ServerLog(label: $0, level: .warning) }
            let services = ServiceGroupConfiguration(
                services: [Waiting()], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            try await ServiceGroup(configuration: services).run()
            try await demo.shutdown()
        } catch {
            throw error is IOError
                ? StartFailure(.unavailable, "cannot listen on \(address):\(port): \(error)") : StartFailure(error)
        }
    }

    private struct Waiting: Service {
        func run() async throws { try await gracefulShutdown() }
    }
}
