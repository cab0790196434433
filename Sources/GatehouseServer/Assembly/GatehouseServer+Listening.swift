import AdminAPI
import Admission
import AuditExport
import AuditSinks
import ConfigurationReading
import Cryptography
import DecisionLog
import Gateway
import KeyManagement
import Logging
import NIOCore
import NIOPosix
import RateLimiting
import SQLiteStorage
import Storage

/// What `start` has in its hands before anything listens.
struct OpenedServer {
    let loaded: LoadedConfiguration
    let isDevelopment: Bool
    let store: SQLiteStore
    let watch: StorageWatch
    let parts: ControlPlaneParts
    let recording: RecordingParts
    /// Event loops of the data plane.
    let loops: Int
    /// Threads of the admin API.
    let group: MultiThreadedEventLoopGroup
    let logger: Logger
}

extension GatehouseServer {
    /// Starts the data plane and makes the admin server ready to run.
    static func listen(_ opened: OpenedServer) async throws -> GatehouseServer {
        let configuration = opened.loaded.configuration
        let decisions = opened.recording.decisions
        decisions.start()
        let demo = opened.isDevelopment ? try await Self.demo(opened.loaded, opened.group) : nil
        let plan = Self.plan(configuration, opened.parts)
        let acts = HolderActQueue(time: .system, perform: Self.performer(opened).perform)
        let gateway = try GatewayServer(
            configuration: configuration.gateway, admission: plan,
            verify: configuration.verify.map { try VerifyListener($0, acts: acts.acts) }, decisions: decisions,
            loops: opened.loops, logger: opened.logger)
        try await gateway.start()
        let exporter = AuditExporter(
            configuration.audit, store: opened.store, group: opened.group, logger: opened.logger)
        let admin = try AdminServer(
            configuration: .init(configuration), surroundings: Self.surroundings(opened, gateway, decisions, exporter),
            failures: Self.failureGate(), group: opened.group)
        return GatehouseServer(
            loaded: opened.loaded, isDevelopment: opened.isDevelopment, control: opened.parts.control,
            store: opened.store, gateway: gateway, admin: admin, acts: acts, decisions: decisions, exporter: exporter,
            demo: demo,
            feed: opened.recording.feed, foreign: plan.foreign,
            slow: opened.parts.slow, watch: opened.watch, group: opened.group, logger: opened.logger)
    }

    private static func performer(_ opened: OpenedServer) -> HolderActPerformer {
        let parts = opened.parts
        return HolderActPerformer(
            control: parts.control,
            finder: HolderFinder(publication: parts.publication, desk: parts.slow.searchDesk(), time: .system),
            reportFinder: HolderFinder(publication: parts.publication, desk: parts.slow.reportDesk(), time: .system),
            leaks: opened.loaded.configuration.verify?.leaks, time: .system, logger: opened.logger)
    }

    private static func failureGate() -> FailureGate {
        var random = SystemRandomNumberGenerator()
        return FailureGate(FailureBudget(generator: &random))
    }

    private static func plan(
        _ configuration: ServerConfiguration, _ parts: ControlPlaneParts
    ) -> AdmissionPlan {
        var random = SystemRandomNumberGenerator()
        return AdmissionPlan(
            publication: parts.publication, routes: configuration.gateway.routes.map(\.rules),
            limits: configuration.limits,
            limiter: LimiterTable(capacity: configuration.limiterCapacity, generator: &random),
            failures: FailureBudget(generator: &random), foreign: parts.slow.desk())
    }

    /// The demo upstream listens where the first upstream of the configuration points to.
    private static func demo(
        _ loaded: LoadedConfiguration, _ group: MultiThreadedEventLoopGroup
    ) async throws -> DemoUpstream? {
        guard loaded.file == nil, let upstream = loaded.configuration.gateway.upstreams.first else { return nil }
        do {
            return try await DemoUpstream.start(address: upstream.host, port: upstream.port, group: group)
        } catch {
            throw StartFailure(
                .unavailable, "the demo upstream cannot listen on \(upstream.host):\(upstream.port): \(error)")
        }
    }

    private static func surroundings(
        _ opened: OpenedServer, _ gateway: GatewayServer, _ decisions: DecisionLog, _ exporter: AuditExporter
    ) -> AdminSurroundings {
        let configuration = opened.loaded.configuration
        var surroundings = AdminSurroundings(
            plane: opened.parts.control, time: .system, randomBytes: SecureRandom.system, logger: opened.logger)
        let metrics = ServerMetrics(
            gateway: gateway, decisions: decisions, exporter: exporter, dataFolder: configuration.dataFolder)
        let doctor = Doctor(
            installation: .init(
                configuration: configuration, configurationFile: opened.loaded.file,
                isDevelopment: opened.isDevelopment))
        surroundings.version = GatehouseVersion.current
        surroundings.auditOrigin = .installation
        surroundings.metrics = { metrics.text() }
        surroundings.decision = { await decisions.record(for: $0) }
        surroundings.findings = {
            doctor.examine() + AuditExportCheck.findings(exporter.statuses, at: exporter.now)
        }
        surroundings.unreadiness = { [store = opened.store] in
            store.poison.map { ["the storage cannot be written: \($0.message)"] } ?? []
        }
        return surroundings
    }
}

extension AdminServerConfiguration {
    init(_ configuration: ServerConfiguration) {
        let admin = configuration.admin
        self.init(host: admin.address, port: admin.port, socketPath: configuration.adminSocket)
        self.allowsBeyondLoopback = admin.allowBeyondLoopback
    }
}
