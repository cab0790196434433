import AdminAPI
import ConfigurationReading
import Cryptography
import Foundation
import KeyManagement
package import Logging
import NIOCore
import NIOPosix
import SQLiteStorage
import ServiceLifecycle
import UnixSignals

/// One node in one process, and the only place that names concrete stores. It is open, with store, control plane and data
/// plane (`OpenNode`), or sealed: then it holds its data folder and answers on its Unix socket, and has no key.
///
/// `start` opens what opens without a person; `run` serves until the process is told to stop. Everything that speaks
/// through SwiftNIO does so on the event loops of the process, which nobody shuts down: a library may still have something to
/// run on them when the last service has ended.
package struct GatehouseServer: Sendable {
    package let loaded: LoadedConfiguration
    private let phases: ServerPhases
    private let socket: AdminServer
    private let manager: ServiceManager
    private let isDevelopment: Bool
    private let logger: Logger

    /// What whoever started the server is told.
    package enum News: Sendable {
        /// Sealed at the start: somebody has to open it.
        case sealed
        /// Every listener accepts. With the token that the first start with `--dev` issues, to be shown once.
        case open(ListeningPlaces, firstToken: String?)
    }

    /// Takes hold of the data folder and opens the store when that takes no person. Throws `StartFailure`.
    ///
    /// `acceptance`: What two operators say of a rollback that an earlier start was refused for. `manager`: Who has started the
    /// process, gives it sockets and wants to hear of it.
    package static func start(
        _ loaded: LoadedConfiguration, isDevelopment: Bool, accepting acceptance: RollbackAcceptance? = nil,
        under manager: ServiceManager = .init(), logger: Logger
    ) async throws(StartFailure) -> GatehouseServer {
        do {
            return try await Self.assemble(loaded, isDevelopment: isDevelopment, acceptance, manager, logger: logger)
        } catch {
            throw StartFailure(error)
        }
    }

    private static func assemble(
        _ loaded: LoadedConfiguration, isDevelopment: Bool, _ acceptance: RollbackAcceptance?,
        _ manager: ServiceManager, logger: Logger
    ) async throws -> GatehouseServer {
        let configuration = loaded.configuration
        ProcessHardening.apply()
        DescriptorLimit.raise()
        AllocatorSettings.apply()
        if isDevelopment { try DevelopmentKey.prepare(configuration) }
        let sources = RootKeySources(configuration)
        try sources.refuseExposed()
        // Before anything is created: a start without its key leaves no half-made data folder behind.
        if !FileManager.default.fileExists(atPath: "\(configuration.dataFolder)/gatehouse.db") {
            _ = try sources.first()
        }
        let locked = try LockedStore(folder: configuration.dataFolder)
        let inForce = ConfigurationInForce(loaded, at: TimeSource.system.wallTime())
        let phases = ServerPhases(sources: sources, configuration: inForce, logger: logger)
        let desk = AdminDesk(
            system: phases, version: GatehouseVersion.current, randomBytes: SecureRandom.system, logger: logger)
        let socket = try AdminServer(
            configuration: .local(configuration), desk: desk, group: MultiThreadedEventLoopGroup.singleton)
        try await phases.begin(
            locked,
            NodeBuilder(
                inForce: inForce, isDevelopment: isDevelopment, acceptance: acceptance, desk: desk,
                group: MultiThreadedEventLoopGroup.singleton, sockets: manager.sockets, logger: logger))
        return GatehouseServer(
            loaded: loaded, phases: phases, socket: socket, manager: manager, isDevelopment: isDevelopment,
            logger: logger)
    }

    /// Serves until SIGTERM or SIGINT, or until the storage fails; then finishes what is in flight.
    ///
    /// - Parameter tell: Called when the server is sealed at its start, and each time it is open.
    /// - Throws: `StartFailure` when a listener cannot be opened, or the storage fails.
    package func run(_ tell: @escaping @Sendable (News) -> Void = { _ in }) async throws(StartFailure) {
        let failure = await self.serve(tell)
        self.phases.didEnd(failure)
        if let failure { throw StartFailure(failure) }
    }

    /// What ended the services; `nil` when they were told to.
    private func serve(_ tell: @escaping @Sendable (News) -> Void) async -> (any Error)? {
        let phaseService = PhaseService(phases: self.phases, socket: self.socket) { [manager] news in
            manager.tell(.ready(status: news.status))
            tell(news)
        }
        let reload = ReloadService(
            reload: ConfigurationReload(
                phases: self.phases, isDevelopment: self.isDevelopment, manager: self.manager, logger: self.logger))
        let managerService = ServiceManagerService(manager: self.manager) { [phases] in await phases.pulse() }
        // What ends a service is thrown, and told once by whoever catches it.
        var quiet = self.logger
        quiet.logLevel = .critical
        var configuration = ServiceGroupConfiguration(
            services: [self.socket, phaseService, managerService, reload],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(35)
        do {
            try await ServiceGroup(configuration: configuration).run()
            return nil
        } catch {
            return error
        }
    }
}

extension GatehouseServer.News {
    /// For whoever looks at the service.
    fileprivate var status: String {
        switch self {
        case .sealed: "sealed: waiting for 'gatehouse unseal'"
        case .open(let places, _): "open: \(places.gatewayURL)"
        }
    }
}
