import AdminAPI
import Admission
import AuditSinks
import ConfigurationReading
import DecisionLog
import Gateway
import KeyManagement
import Logging
import SQLiteStorage
import ServiceLifecycle

/// A server while it is open: store, control plane, data plane and the admin API of the network. Everything here that
/// holds keys is given up when `run` has returned and the node is forgotten.
struct OpenNode: Sendable {
    let loaded: LoadedConfiguration
    let isDevelopment: Bool
    let control: ControlPlane
    let clock: ClockGuard
    let store: SQLiteStore
    let gateway: GatewayServer
    let admin: AdminServer
    let acts: HolderActQueue
    let decisions: DecisionLog
    let audit: AuditParts
    let exporter: AuditExporter
    let anchors: Anchors
    let backups: ScheduledBackups?
    let segments: SegmentShipping?
    let certificates: CertificateWatch
    let geography: PlaceWatch
    /// What of it follows the configuration.
    let reload: NodeReload
    let demo: DemoUpstream?
    let feed: UsageFeed
    let foreign: ForeignDesk
    let rehashes: RehashDesk
    let slow: SlowWork
    let watch: StorageWatch
    /// Sees when what holds keys is gone.
    let wipe: WipeCheck
    /// Writes down what quotas count.
    let ledger: LimitLedger
    /// Lowers limits while the machine is too busy.
    let capacity: CapacityWatch
    /// Answers with this node for as long as it is open.
    let desk: AdminDesk
    let logger: Logger
    private let ending = EndingService()

    /// What is left of a node that has ended.
    struct End: Sendable {
        /// What ended it; `nil` when it was told to.
        var failure: (any Error)?
        /// Its store, when it was to be locked again.
        var locked: LockedStore?
        let wipe: WipeCheck
    }

    /// Where it can be reached.
    var places: ListeningPlaces {
        let configuration = self.loaded.configuration
        let scheme = configuration.gateway.tls == nil ? "http" : "https"
        return .init(
            gatewayURL: "\(scheme)://\(configuration.gateway.address):\(self.gateway.port ?? 0)",
            verify: self.verifyPlaces,
            adminURL: self.adminURL,
            demoPort: self.demo?.port)
    }

    private var adminURL: String {
        let admin = self.loaded.configuration.admin
        return "\(admin.tls == nil ? "http" : "https")://\(admin.address):\(self.admin.port ?? admin.port)"
    }

    private var verifyPlaces: [String] {
        guard let listener = self.loaded.configuration.verify?.listener else { return [] }
        let scheme = listener.tls == nil ? "http" : "https"
        let url = self.gateway.verifyPort.map { "\(scheme)://\(listener.address ?? ""):\($0)" }
        return [url, listener.socket].compactMap(\.self)
    }

    /// Takes it from the admin API and ends its services, whoever runs them. Holds nothing of the node.
    var end: @Sendable () -> Void {
        { [desk, end = self.ending.end] in
            desk.close()
            end()
        }
    }

    /// Returns once every event loop has turned and the store has answered; whether it could.
    var pulse: @Sendable () async -> Bool {
        { [gateway, store] in
            guard await gateway.hasTurned() else { return false }
            return (try? await store.read { _ in }) != nil
        }
    }

    /// Serves until the process is told to stop, the storage fails, or `end` is called. `isSealing` is asked at the end:
    /// whether the store is to be locked instead of closed. `onListening` is called once when the listener of the network
    /// accepts, with the token that the first start with `--dev` issues.
    func run(
        isSealing: @escaping @Sendable () -> Bool,
        onListening: @escaping @Sendable (ListeningPlaces, _ firstToken: String?) -> Void
    ) async -> End {
        let feeding = Task { [feed, control] in await feed.run(for: control) }
        let failure = await self.serve(isSealing, onListening)
        await self.decisions.shutDown()
        self.feed.finish()
        await feeding.value
        return await self.close(failure, isSealing: failure == nil && isSealing())
    }

    /// Gives up a node that was never run.
    func abandon() async -> LockedStore? {
        self.desk.close()
        await self.gateway.shutdown(within: .zero)
        await self.decisions.shutDown()
        return await self.close(nil, isSealing: true).locked
    }

    private func close(_ failure: (any Error)?, isSealing: Bool) async -> End {
        // Nobody spends any more.
        self.ledger.close()
        try? await self.demo?.shutdown()
        await self.slow.shutDown()
        await self.audit.finish()
        await self.audit.shutDown()
        await self.segments?.finish()
        await self.anchors.finish()
        await self.anchors.close()
        var end = End(failure: failure, wipe: self.wipe)
        guard isSealing else {
            await self.store.close()
            return end
        }
        do {
            end.locked = try await self.store.lock()
        } catch {
            end.failure = error
        }
        return end
    }

    private var clockWatch: ClockWatch { .init(clock: self.clock, control: self.control, logger: self.logger) }

    /// What ended the services; `nil` when they were told to.
    private func serve(
        _ isSealing: @escaping @Sendable () -> Bool,
        _ onListening: @escaping @Sendable (ListeningPlaces, String?) -> Void
    ) async -> (any Error)? {
        let opening = OpeningService(node: self, onListening: onListening)
        var services: [any Service] = [
            self.watch, self.admin, opening, MaintenanceService(control: self.control, logger: self.logger),
            ScrubService(store: self.store, logger: self.logger), self.clockWatch, self.capacity,
            DigestService(desk: self.foreign, control: self.control, logger: self.logger),
            DigestService(desk: self.rehashes, control: self.control, logger: self.logger),
            AuditExportService(exporter: self.exporter), self.anchors.service, self.acts,
            GatewayService(gateway: self.gateway, isHurried: isSealing),
        ]
        services += self.audit.services
        if let backups { services.append(backups) }
        if let segments { services.append(segments) }
        services.append(self.certificates)
        services.append(self.geography)
        var configurations = services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        configurations.append(
            .init(service: self.ending, successTerminationBehavior: .gracefullyShutdownGroup))
        // What ends a service is thrown, and told once by whoever catches it.
        var quiet = self.logger
        quiet.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: configurations, logger: quiet)
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
