import AdminAPI
import Admission
import ConfigurationReading
import Cryptography
import DecisionLog
import Foundation
import Gateway
import KeyManagement
import Keys
package import Logging
import NIOCore
import NIOPosix
import RateLimiting
import SQLiteStorage
import Storage

extension GatehouseServer {
    /// Opens the store, loads the snapshot, and listens. Throws `StartFailure`.
    package static func start(
        _ loaded: LoadedConfiguration, isDevelopment: Bool, logger: Logger
    ) async throws(StartFailure) -> GatehouseServer {
        do {
            return try await Self.assemble(loaded, isDevelopment: isDevelopment, logger: logger)
        } catch {
            throw StartFailure(error)
        }
    }

    private static func assemble(
        _ loaded: LoadedConfiguration, isDevelopment: Bool, logger: Logger
    ) async throws -> GatehouseServer {
        let configuration = loaded.configuration
        ProcessHardening.apply()
        try Self.prepareRootKey(configuration, isDevelopment: isDevelopment)
        // Before anything is created: a start without its key leaves no half-made data folder behind.
        _ = try KeyFile.read(configuration.rootKeyFile)
        let watch = StorageWatch()
        let relay = PublishRelay()
        let store = try await SQLiteStore.open(
            folder: configuration.dataFolder,
            provider: KeyFileProvider(path: configuration.rootKeyFile, randomBytes: SecureRandom.system),
            publish: relay.publish, onPoison: watch.onPoison)
        let loops = configuration.eventLoops == 0 ? System.coreCount : configuration.eventLoops
        let group = MultiThreadedEventLoopGroup(numberOfThreads: min(loops, 2))
        do {
            try await ScrubService(store: store, logger: logger).begin()
            let recording = try RecordingParts(configuration, producers: loops, logger: logger)
            let parts = try await Self.control(configuration, store, relay, recording.insight, logger)
            return try await Self.listen(
                OpenedServer(
                    loaded: loaded, isDevelopment: isDevelopment, store: store, watch: watch, parts: parts,
                    recording: recording, loops: loops, group: group, logger: logger))
        } catch {
            try? await group.shutdownGracefully()
            await store.close()
            throw error
        }
    }

    /// With `--dev` the root key may be made on the fly, in the data folder; otherwise `gatehouse init` makes it.
    private static func prepareRootKey(_ configuration: ServerConfiguration, isDevelopment: Bool) throws {
        guard isDevelopment, !FileManager.default.fileExists(atPath: configuration.rootKeyFile) else { return }
        let folder = configuration.dataFolder
        if !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        guard !FileManager.default.fileExists(atPath: "\(folder)/gatehouse.db") else { return }
        try KeyFile.create(configuration.rootKeyFile, randomBytes: SecureRandom.system)
    }

    /// The control plane over an opened store, with everything the store holds published.
    private static func control(
        _ configuration: ServerConfiguration, _ store: SQLiteStore, _ relay: PublishRelay, _ insight: UsageInsight,
        _ logger: Logger
    ) async throws -> ControlPlaneParts {
        let peppers = PepperSealing(rootKey: store.rootKey, randomBytes: SecureRandom.system)
        let keyring = Keyring(rootKey: store.rootKey, peppers: peppers)
        let operators = OperatorDirectory()
        // Generations go on from the time, so that a cache elsewhere that knows one of an earlier start cannot take it
        // for one of this. Microseconds: more than ever are published, and exact in any JSON reader.
        let start = UInt64(clamping: TimeSource.system.wallTime().milliseconds) &* 1000
        let publication = SnapshotPublication(
            .empty(routes: configuration.gateway.routes.count, generation: start))
        let publisher = SnapshotPublisher(
            publication: publication, routes: configuration.gateway.routes.map(\.rules), peppers: peppers,
            time: .system, reportFailure: { logger.error("not published", metadata: ["reason": "\($0)"]) })
        relay.connect(publisher, operators)
        try await store.read { reader in
            try publisher.load(reader)
            try operators.load(reader)
        }
        var settings = ManagementSettings()
        settings.tokenPrefix = configuration.tokenPrefix
        let slow = SlowWork()
        let control = ControlPlane(
            store: store, publication: publication, operators: operators, keyring: keyring, settings: settings,
            insight: insight, workbench: slow.workbench(), time: .system, randomBytes: SecureRandom.system)
        return .init(publication: publication, control: control, slow: slow)
    }
}

/// What the control plane gives the data plane.
struct ControlPlaneParts {
    let publication: SnapshotPublication
    let control: ControlPlane
    let slow: SlowWork
}
