package import Auditing
package import ConfigurationReading
import Cryptography
import DurableFiles
import KeyManagement
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals
import Witnessing

/// `gatehouse witness` as a process of its own: on another machine and under another user than the log it looks after.
package enum WitnessProcess {
    /// Serves until SIGTERM or SIGINT, or until it cannot remember what it cosigns. `onListening` is called once, with the
    /// port and the key that checks its cosignatures.
    package static func run(
        _ configuration: WitnessConfiguration, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int, _ key: NoteVerifierKey) -> Void
    ) async throws(StartFailure) {
        do {
            try await Self.serve(configuration, logger, onListening)
        } catch {
            throw StartFailure(error)
        }
    }

    /// The public half of the witness's key.
    package static func verifierKey(_ configuration: WitnessConfiguration) throws(StartFailure) -> NoteVerifierKey {
        do {
            return try Self.signer(configuration).verifierKey
        } catch {
            throw StartFailure(error)
        }
    }

    /// Forgets what was cosigned of a log, so that the next checkpoint is the first, and returns it; `nil` when nothing was
    /// remembered. Refused while the witness runs.
    package static func forget(
        _ origin: String, _ configuration: WitnessConfiguration
    ) throws(StartFailure) -> Checkpoint? {
        do {
            let folder = try HeldFolder(configuration.stateFolder)
            let memory = WitnessMemory(folder: folder, key: try Self.signer(configuration).verifierKey)
            return try memory.forget(origin)
        } catch {
            throw StartFailure(error)
        }
    }

    private static func signer(_ configuration: WitnessConfiguration) throws -> NoteSigner {
        let key = try Ed25519SigningKey(seed: KeyFile.read(configuration.keyFile))
        return try NoteSigner(name: configuration.name, key: key, kind: .cosignature)
    }

    private static func serve(
        _ configuration: WitnessConfiguration, _ logger: Logger,
        _ onListening: @escaping @Sendable (Int, NoteVerifierKey) -> Void
    ) async throws {
        ProcessHardening.apply()
        let signer = try Self.signer(configuration)
        let folder = try HeldFolder(configuration.stateFolder)
        let watch = WitnessWatch()
        let desk = try WitnessDesk(
            logs: configuration.logs.map { ($0.origin, $0.keys) },
            memory: WitnessMemory(folder: folder, key: signer.verifierKey), signer: signer,
            now: TimeSource.system.wallTime, logger: logger, onFault: watch.onFault)
        let server = WitnessServer(
            address: configuration.address, port: configuration.port, desk: desk, version: GatehouseVersion.current,
            group: MultiThreadedEventLoopGroup.singleton, logger: logger,
            onListening: { onListening($0, signer.verifierKey) })
        // What ends a service is thrown, and told once by whoever catches it.
        var quiet = logger
        quiet.logLevel = .critical
        var services = ServiceGroupConfiguration(
            services: [watch, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        services.maximumGracefulShutdownDuration = .seconds(15)
        let outcome: (any Error)?
        do {
            try await ServiceGroup(configuration: services).run()
            outcome = nil
        } catch {
            outcome = error
        }
        await desk.close()
        if let outcome { throw outcome }
    }
}
