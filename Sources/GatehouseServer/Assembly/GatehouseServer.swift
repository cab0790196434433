import AdminAPI
import DecisionLog
import Gateway
import KeyManagement
import Logging
import NIOCore
import NIOPosix
import SQLiteStorage
import ServiceLifecycle
import UnixSignals

/// One node: store, control plane, data plane and admin API in one process, and the only place that names concrete ones.
///
/// `start` opens, loads and listens; `run` serves until the process is told to stop.
package struct GatehouseServer: Sendable {
    package let loaded: LoadedConfiguration
    /// What the first start with `--dev` issued; `nil` at every other start.
    let firstKey: KeyWithToken?
    let control: ControlPlane
    let store: SQLiteStore
    let gateway: GatewayServer
    let admin: AdminServer
    let decisions: DecisionLog
    let demo: DemoUpstream?
    let feed: UsageFeed
    let watch: StorageWatch
    let group: MultiThreadedEventLoopGroup
    let logger: Logger

    /// The text of the first key's token, to be shown once.
    package var firstToken: String? {
        self.firstKey?.token?.withBytes { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The address the gateway listens on.
    package var gatewayAddress: String { self.loaded.configuration.gateway.address }

    /// The port the gateway listens on.
    package var gatewayPort: Int { self.gateway.port ?? 0 }

    /// The port of the admin API; `nil` until `run` has it listening.
    package var adminPort: Int? { self.admin.port }

    /// The port of the demo upstream, where there is one.
    package var demoPort: Int? { self.demo?.port }

    /// Serves until SIGTERM or SIGINT, or until the storage fails; then finishes what is in flight.
    ///
    /// - Parameter onListening: Called once when every listener accepts; not when one of them cannot.
    /// - Throws: `StartFailure` when a listener cannot be opened, or the storage fails.
    package func run(onListening: @escaping @Sendable () -> Void = {}) async throws(StartFailure) {
        let feeding = Task { await self.feed.run() }
        let listening = Task {
            await self.admin.waitUntilListening()
            if self.admin.isListening { onListening() }
        }
        let outcome = await self.serve()
        await listening.value
        await self.decisions.shutDown()
        self.feed.finish()
        await feeding.value
        try? await self.demo?.shutdown()
        await self.store.close()
        try? await self.group.shutdownGracefully()
        if let failure = outcome { throw StartFailure(failure) }
    }

    /// What ended the services; `nil` when they were told to.
    private func serve() async -> (any Error)? {
        let services: [any Service] = [
            self.watch, self.admin, MaintenanceService(control: self.control, logger: self.logger),
            GatewayService(gateway: self.gateway),
        ]
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: self.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        do {
            try await ServiceGroup(configuration: configuration).run()
            return nil
        } catch {
            await self.gateway.shutdown()
            return error
        }
    }
}
