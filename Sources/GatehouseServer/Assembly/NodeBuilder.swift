import AdminAPI
import Admission
import ConfigurationReading
import Cryptography
import DecisionLog
import Gateway
import KeyManagement
import Keys
import Logging
import NIOCore
import NIOPosix
import Polling
import SQLiteStorage
import SignedIdentity
import Storage
import Timekeeping

/// Makes open servers out of a locked store and its root key: one at the start, one more after each time it was sealed.
struct NodeBuilder: Sendable {
    /// What it goes by at the moment.
    let inForce: ConfigurationInForce
    /// What the server is built by.
    var loaded: LoadedConfiguration { self.inForce.loaded }
    let isDevelopment: Bool
    /// What two operators say of a rollback that an earlier start was refused for.
    let acceptance: RollbackAcceptance?
    /// What the admin API answers with; opened once everything is there.
    let desk: AdminDesk
    /// Threads of the admin API.
    let group: MultiThreadedEventLoopGroup
    /// Those that were there before the process.
    let sockets: InheritedSockets
    let logger: Logger

    /// Why there is no open server, and the store, locked again, where that was possible.
    struct Failure: Error {
        let cause: any Error
        let locked: LockedStore?
    }

    /// Unlocks the store, loads the snapshot, and starts the data plane.
    func build(_ locked: LockedStore, _ rootKey: RootKey) async throws(Failure) -> OpenNode {
        let watch = StorageWatch()
        let relay = PublishRelay()
        let store: SQLiteStore
        do throws(StorageError) {
            store = try locked.unlock(
                with: rootKey, origin: self.loaded.configuration.audit.origin, publish: relay.publish,
                onPoison: watch.onPoison)
        } catch {
            throw Failure(cause: error, locked: locked)
        }
        do {
            return try await self.build(store, relay, watch)
        } catch {
            throw Failure(cause: error, locked: try? await store.lock())
        }
    }

    private func build(_ store: SQLiteStore, _ relay: PublishRelay, _ watch: StorageWatch) async throws -> OpenNode {
        try await ScrubService(store: store, logger: self.logger).begin()
        let configuration = self.loaded.configuration
        let loops = configuration.eventLoops == 0 ? System.coreCount : configuration.eventLoops
        let recording = try RecordingParts(configuration, producers: loops, logger: self.logger)
        let anchors = try Anchors(configuration, store: store, group: self.group, logger: self.logger)
        let slow = SlowWork()
        let audit = AuditParts(
            store: store, dataFolder: configuration.dataFolder, cosignatures: anchors.board.cosignatures(of:),
            logger: self.logger)
        do {
            let parts = try await self.control(store, relay, recording.insight, slow)
            try await anchors.check(self.acceptance, parts.control)
            let backups = configuration.backup.map {
                ScheduledBackups($0, configuration, store: store, control: parts.control, logger: self.logger)
            }
            let segments = configuration.backup.flatMap { backup in
                backup.segments.map { SegmentShipping(backup, $0, store: store, logger: self.logger) }
            }
            return try await self.listen(
                NodeParts(
                    store: store, watch: watch, control: parts, recording: recording, audit: audit, anchors: anchors,
                    backups: backups, segments: segments, loops: loops))
        } catch {
            await anchors.close()
            await audit.shutDown()
            await recording.decisions.shutDown()
            await slow.shutDown()
            throw error
        }
    }

    /// The control plane over an opened store, with everything the store holds published.
    private func control(
        _ store: SQLiteStore, _ relay: PublishRelay, _ insight: UsageInsight, _ slow: SlowWork
    ) async throws -> ControlPlaneParts {
        let configuration = self.loaded.configuration
        let peppers = PepperSealing(keys: store.keys, randomBytes: SecureRandom.system)
        let keyring = Keyring(keys: store.keys, peppers: peppers)
        let operators = OperatorDirectory()
        // Generations go on from the time, so that a cache elsewhere that knows one of an earlier start cannot take it
        // for one of this. Microseconds: more than ever are published, and exact in any JSON reader.
        let start = UInt64(clamping: max(SystemClock.shared.wall, SystemClock.shared.now()).milliseconds) &* 1000
        // What was written last was written then, whatever the clock says now.
        SystemClock.shared.begin(after: try await store.read { try .init(of: $0) })
        let publication = SnapshotPublication(
            .empty(generation: start))
        let routes = RouteBook(configuration.gateway.routes.map(\.rules))
        let publisher = SnapshotPublisher(
            publication: publication, routes: routes, peppers: peppers,
            reportFailure: { [logger] in logger.error("not published", metadata: ["reason": "\($0)"]) })
        relay.connect(publisher, operators)
        try await store.read { reader in
            try publisher.load(reader)
            try operators.load(reader)
        }
        let clock = ClockGuard(.system, publication: publication)
        clock.look()
        var settings = ManagementSettings()
        settings.tokenPrefix = configuration.tokenPrefix
        let control = ControlPlane(
            store: store, publication: publication, operators: operators, keyring: keyring, settings: settings,
            insight: insight, workbench: slow.workbench(), time: .system, randomBytes: SecureRandom.system)
        let identities = IdentityKeys(rootKey: store.keys.rootKey)
        return .init(
            publication: publication, publisher: publisher, routes: routes, control: control, clock: clock, slow: slow,
            identities: identities,
            wipe: WipeCheck([store, store.keys, peppers, keyring, publication, publisher, control, identities]))
    }
}

/// What the control plane gives the data plane.
struct ControlPlaneParts: Sendable {
    let publication: SnapshotPublication
    let publisher: SnapshotPublisher
    /// Those that the publisher makes snapshots for.
    let routes: RouteBook
    let control: ControlPlane
    let clock: ClockGuard
    let slow: SlowWork
    /// What identities are signed with.
    let identities: IdentityKeys
    /// Sees when what holds keys is gone.
    let wipe: WipeCheck
}

/// What an open server is made of before anything listens.
struct NodeParts: Sendable {
    let store: SQLiteStore
    let watch: StorageWatch
    let control: ControlPlaneParts
    let recording: RecordingParts
    let audit: AuditParts
    let anchors: Anchors
    let backups: ScheduledBackups?
    let segments: SegmentShipping?
    /// Event loops of the data plane.
    let loops: Int
}
