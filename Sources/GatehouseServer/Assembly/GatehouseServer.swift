import AdminAPI
import Admission
import AuditSinks
import ConfigurationReading
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
    let isDevelopment: Bool
    let control: ControlPlane
    let store: SQLiteStore
    let gateway: GatewayServer
    let admin: AdminServer
    let acts: HolderActQueue
    let decisions: DecisionLog
    let exporter: AuditExporter
    let demo: DemoUpstream?
    let feed: UsageFeed
    let foreign: ForeignDesk
    let slow: SlowWork
    let watch: StorageWatch
    let group: MultiThreadedEventLoopGroup
    let logger: Logger

    /// The address the gateway listens on.
    package var gatewayAddress: String { self.loaded.configuration.gateway.address }

    /// The port the gateway listens on.
    package var gatewayPort: Int { self.gateway.port ?? 0 }

    /// Where the verify listener is: a URL, the path of a socket, both or neither.
    package var verifyPlaces: [String] {
        guard let listener = self.loaded.configuration.verify?.listener else { return [] }
        let url = self.gateway.verifyPort.map { "http://\(listener.address ?? ""):\($0)" }
        return [url, listener.socket].compactMap(\.self)
    }

    /// The port of the admin API; `nil` until `run` has it listening.
    package var adminPort: Int? { self.admin.port }

    /// The port of the demo upstream, where there is one.
    package var demoPort: Int? { self.demo?.port }

    /// Serves until SIGTERM or SIGINT, or until the storage fails; then finishes what is in flight.
    ///
    /// - Parameter onListening: Called once when every listener accepts, with the token that the first start with
    ///   `--dev` issues, to be shown once; not called when a listener cannot be opened.
    /// - Throws: `StartFailure` when a listener cannot be opened, or the storage fails.
    package func run(onListening: @escaping @Sendable (_ firstToken: String?) -> Void = { _ in })
        async throws(StartFailure)
    {
        let feeding = Task { [feed, control] in await feed.run(for: control) }
        let outcome = await self.serve(onListening)
        await self.decisions.shutDown()
        self.feed.finish()
        await feeding.value
        try? await self.demo?.shutdown()
        await self.store.close()
        await self.slow.shutDown()
        try? await self.group.shutdownGracefully()
        if let failure = outcome { throw StartFailure(failure) }
    }

    /// What ended the services; `nil` when they were told to.
    private func serve(_ onListening: @escaping @Sendable (String?) -> Void) async -> (any Error)? {
        let opening = OpeningService(
            admin: self.admin, control: self.control, isDevelopment: self.isDevelopment, onListening: onListening)
        let services: [any Service] = [
            self.watch, self.admin, opening, MaintenanceService(control: self.control, logger: self.logger),
            ScrubService(store: self.store, logger: self.logger),
            ForeignUpgradeService(desk: self.foreign, control: self.control, logger: self.logger),
            AuditExportService(exporter: self.exporter), self.acts, GatewayService(gateway: self.gateway),
        ]
        // What ends a service is thrown, and told once by whoever catches it.
        var quiet = self.logger
        quiet.logLevel = .critical
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
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
