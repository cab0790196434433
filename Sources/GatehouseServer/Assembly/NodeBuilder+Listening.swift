import AdminAPI
import Admission
import AuditExport
import AuditSinks
import Auditing
import ConfigurationReading
import Cryptography
import DecisionLog
import Gateway
import Geolocation
import KeyManagement
import Keys
import Logging
import NIOCore
import NIOPosix
import RateLimiting
import SQLiteStorage
import Storage
import Timekeeping

extension NodeBuilder {
    /// Starts the data plane and opens the desk of the admin API.
    func listen(_ parts: NodeParts) async throws -> OpenNode {
        let plan = Self.plan(self.loaded.configuration, parts.control)
        let ledger = try LimitLedger(
            folder: self.loaded.configuration.dataFolder, limiter: plan.limiter, logger: self.logger)
        do {
            return try await self.listen(parts, plan, ledger)
        } catch {
            // Nobody has spent anything: a start that fails, again and again, must not cost quotas their reserve.
            ledger.close()
            throw error
        }
    }

    private func listen(_ parts: NodeParts, _ plan: AdmissionPlan, _ ledger: LimitLedger) async throws -> OpenNode {
        let configuration = self.loaded.configuration
        let decisions = parts.recording.decisions
        decisions.start()
        let demo = self.isDevelopment ? try await self.demo() : nil
        let acts = HolderActQueue(time: .system, perform: self.performer(parts).perform)
        let certificates = try ListenersCertificates(configuration)
        let planeParts = try DataPlaneParts(
            configuration, verifySecurity: certificates.verify?.files.security, acts: acts.acts, logger: self.logger)
        let places = try PlaceFiles(configuration.geo)
        let files = FilesInUse(listeners: certificates.all, upstreams: planeParts.upstreamFiles)
        let gateway = try GatewayServer(
            configuration: configuration.gateway, admission: plan, verify: planeParts.verify,
            security: certificates.gateway?.files.security, upstreamSecurity: planeParts.upstreamSecurity,
            decisions: decisions, places: places.directory, identities: parts.control.identities,
            inherited: self.sockets,
            loops: parts.loops, mostDescriptors: DescriptorLimit.current, logger: self.logger)
        let admin = try AdminServer(
            configuration: .network(configuration), desk: self.desk, security: certificates.admin?.files.security,
            group: self.group)
        try await gateway.start()
        let capacity = CapacityStanding()
        let exporter = AuditExporter(configuration.audit, store: parts.store, group: self.group, logger: self.logger)
        self.desk.open(
            self.surroundings(
                parts, gateway, admin, exporter, certificates.all.map(\.files.standing), files, places,
                LimiterParts(limiter: plan.limiter, ledger: ledger, capacity: capacity)),
            failures: Self.failureGate())
        return OpenNode(
            loaded: self.loaded, isDevelopment: self.isDevelopment, control: parts.control.control,
            clock: parts.control.clock, store: parts.store, gateway: gateway, admin: admin, acts: acts,
            decisions: decisions, audit: parts.audit, exporter: exporter, anchors: parts.anchors,
            backups: parts.backups,
            segments: parts.segments,
            certificates: CertificateWatch(files, logger: self.logger),
            geography: PlaceWatch(files: places, logger: self.logger),
            reload: NodeReload(
                gateway: gateway, publisher: parts.control.publisher, acts: acts, files: files, logger: self.logger),
            demo: demo,
            feed: parts.recording.feed, foreign: plan.foreign, rehashes: plan.rehashes,
            slow: parts.control.slow, watch: parts.watch,
            wipe: parts.control.wipe.and([gateway, exporter]), ledger: ledger,
            capacity: CapacityWatch(
                marks: configuration.capacity, board: plan.capacity, standing: capacity,
                totals: { gateway.upstreamTotals }, logger: self.logger),
            desk: self.desk, logger: self.logger)
    }

    /// What is told of limits.
    private struct LimiterParts {
        let limiter: LimiterTable
        let ledger: LimitLedger
        let capacity: CapacityStanding
    }

    private func performer(_ parts: NodeParts) -> HolderActPerformer {
        let (publication, slow) = (parts.control.publication, parts.control.slow)
        return HolderActPerformer(
            control: parts.control.control,
            finder: HolderFinder(publication: publication, desk: slow.searchDesk(), time: .system),
            reportFinder: HolderFinder(publication: publication, desk: slow.reportDesk(), time: .system),
            leaks: self.loaded.configuration.verify?.leaks, time: .system, logger: self.logger)
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
            publication: parts.publication, routes: parts.routes,
            limits: configuration.limits,
            limiter: LimiterTable(capacity: configuration.limiterCapacity, generator: &random),
            failures: FailureBudget(generator: &random), foreign: parts.slow.desk(), zones: ZoneFiles.system.source)
    }

    /// The demo upstream listens where the first upstream of the configuration points to.
    private func demo() async throws -> DemoUpstream? {
        guard self.loaded.file == nil,
            case .host(let host, let port)? = self.loaded.configuration.gateway.upstreams.first?.endpoints.first?.place
        else { return nil }
        do {
            return try await DemoUpstream.start(address: host, port: port, group: self.group)
        } catch {
            throw StartFailure(.unavailable, "the demo upstream cannot listen on \(host):\(port): \(error)")
        }
    }

    private func surroundings(
        _ parts: NodeParts, _ gateway: GatewayServer, _ admin: AdminServer, _ exporter: AuditExporter,
        _ certificates: [CertificateStanding], _ files: FilesInUse, _ places: PlaceFiles, _ limits: LimiterParts
    ) -> AdminSurroundings {
        let configuration = self.loaded.configuration
        let decisions = parts.recording.decisions
        var surroundings = AdminSurroundings(
            plane: parts.control.control, time: .system, randomBytes: SecureRandom.system, logger: self.logger)
        let metrics = ServerMetrics(
            gateway: gateway, admin: admin, decisions: decisions, exporter: exporter,
            dataFolder: configuration.dataFolder,
            audit: parts.audit, anchors: parts.anchors.board, clock: parts.control.clock,
            backups: parts.backups?.standing, segments: parts.segments?.standing, certificates: certificates,
            configuration: self.inForce, places: places, limiter: limits.limiter, ledger: limits.ledger,
            capacity: limits.capacity)
        surroundings.clock = parts.control.clock
        surroundings.version = GatehouseVersion.current
        surroundings.auditOrigin = .installation
        surroundings.auditLogName = parts.store.logName
        surroundings.system = self.desk.system
        let maker = BackupMaker(store: parts.store, time: .system, randomBytes: SecureRandom.system)
        surroundings.prepareBackup = {
            let backup = try await maker.prepare()
            return { try backup.pieces() }
        }
        surroundings.metrics = { metrics.text() }
        surroundings.upstreams = { await gateway.upstreams().map(AdminUpstream.init) }
        surroundings.decision = { await decisions.record(for: $0) }
        surroundings.shadowed = { await decisions.shadowed(since: $0, by: $1) }
        surroundings.limitNames = { [inForce = self.inForce] route in
            let configuration = inForce.report.loaded.configuration
            guard let route else { return configuration.limits.map(\.name) }
            let found = configuration.gateway.routes.first { $0.rules.name == route }
            return found?.rules.limits.map(\.name) ?? []
        }
        surroundings.routeNames = { [inForce = self.inForce] in
            inForce.report.loaded.configuration.gateway.routes.map(\.rules.name)
        }
        surroundings.observed = { [inForce = self.inForce] keys in
            let observed = await decisions.routes(of: keys)
            return ObservedUse(observed, on: inForce.report.loaded.configuration.gateway.routes.map(\.rules))
        }
        surroundings.findings = {
            [
                system = self.desk.system, history = parts.audit.history, board = parts.anchors.board,
                standing = parts.backups?.standing, shipping = parts.segments?.standing,
                clock = parts.control.clock, publication = parts.control.publication, certificates, files, places,
                inForce = self.inForce,
                isDevelopment = self.isDevelopment
            ] in
            let report = inForce.report
            let doctor = Doctor(
                installation: .init(
                    configuration: report.loaded.configuration, configurationFile: report.loaded.file,
                    isDevelopment: isDevelopment))
            let exports = AuditExportCheck.findings(exporter.statuses, at: exporter.now)
            let log = AuditLogCheck.findings(history) + AnchorFindings.findings(board.report)
            let backups = BackupFindings.findings(configuration, standing?.report, shipping?.report)
            let ending =
                certificates.flatMap { CertificateFindings.findings($0.report, at: SystemClock.shared.now()) }
                + CertificateFindings.findings(files.upstreams.map(\.files))
            let asksForPlace =
                publication.snapshot.needs.contains(.place)
                || report.loaded.configuration.gateway.routes.contains {
                    $0.rules.restrictions?.needs.contains(.place) ?? false
                }
            let places = PlaceFindings.findings(
                places.standings, asksForPlace: asksForPlace, at: SystemClock.shared.now())
            return doctor.examine() + ConfigurationFindings.findings(report) + ClockCheck.jumps(clock) + exports + log
                + backups + ending + places
                + UpstreamFindings.findings(await gateway.upstreams()) + (await SlotCheck.findings(system))
        }
        surroundings.unreadiness = { [store = parts.store, history = parts.audit.history] in
            let damage = history.fault.map { ["the audit log is damaged: \($0.message)"] } ?? []
            return damage + (store.poison.map { ["the storage cannot be written: \($0.message)"] } ?? [])
        }
        return surroundings
    }
}

extension AdminServerConfiguration {
    /// The listener for operators with a key.
    static func network(_ configuration: ServerConfiguration) -> Self {
        let admin = configuration.admin
        var listener = Self(host: admin.address, port: admin.port)
        listener.allowsBeyondLoopback = admin.allowBeyondLoopback
        listener.isSecure = admin.tls != nil
        listener.strictTransportSeconds = admin.tls?.strictTransportSeconds ?? 0
        listener.handshakesPerSecond = admin.tls?.handshakesPerSecond ?? 0
        return listener
    }

    /// The Unix socket, which answers while the server is sealed as well.
    static func local(_ configuration: ServerConfiguration) -> Self {
        var listener = Self(host: nil, socketPath: configuration.adminSocket)
        // A backup is as large as the database, and goes where whoever asked for it can write.
        listener.answerTimeoutSeconds = 3600
        return listener
    }
}
