import AdminAPI
import Cryptography
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import Storage
import Synchronization

/// One server through its phases: holds what there is of keys in each, and hands open servers to the service that runs
/// them. What of it the admin API may ask for is in `ServerPhases+Control.swift`.
final class ServerPhases: Sendable {
    struct State: Sendable {
        var machine = PhaseMachine()
        /// Known from `begin` on.
        var builder: NodeBuilder?
        /// While sealed; nobody else touches it while somebody tries to open it.
        var vault: SealedVault?
        /// While open.
        var hold: OpenHold?
        /// Those who wait until the server is sealed.
        var sealing: [CheckedContinuation<Void, any Error>] = []
    }

    /// How long a seal waits for the last holder of a key to be gone.
    static let wipePatience = Duration.seconds(5)

    let sources: RootKeySources
    let configuration: ConfigurationInForce
    let state = Mutex(State())
    let nodes: AsyncStream<NodeHandover>
    let logger: Logger
    let time = TimeSource.system
    private let node: AsyncStream<NodeHandover>.Continuation

    init(sources: RootKeySources, configuration: ConfigurationInForce, logger: Logger) {
        self.sources = sources
        self.configuration = configuration
        self.logger = logger
        (self.nodes, self.node) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    // MARK: Opening

    /// Takes a locked store, and opens it when that takes no person. Stays sealed when it takes one.
    ///
    /// - Throws: when a person could not open it either, or an open server cannot start.
    func begin(_ locked: LockedStore, _ builder: NodeBuilder) async throws {
        self.state.withLock { $0.builder = builder }
        guard let checkValue = locked.checkValue else { return try await self.beginNew(locked) }
        var vault = SealedVault(locked, checkValue: checkValue)
        let attempt = await vault.open(with: self.sources.providers, at: self.time.monotonic())
        if let rootKey = attempt.rootKey { return try await self.openFirst(locked, rootKey) }
        guard vault.wantsPassphrase else {
            locked.close()
            throw attempt.failure.map { StartFailure($0) } ?? StartFailure(locked.wrongRootKey)
        }
        self.state.withLock { $0.vault = vault }
        self.logger.notice("sealed: waiting for 'gatehouse unseal'")
    }

    private func beginNew(_ locked: LockedStore) async throws {
        let rootKey = RootKey(randomBytes: SecureRandom.system)
        let made: LockedStore
        do {
            let provider = try self.sources.first()
            made = try locked.create(rootKey, slots: [await provider.slot(holding: rootKey, number: 0)])
        } catch {
            locked.close()
            throw error
        }
        try await self.openFirst(made, rootKey)
    }

    private func openFirst(_ locked: LockedStore, _ rootKey: RootKey) async throws {
        self.state.withLock { _ = $0.machine.unsealRequested() }
        do throws(NodeBuilder.Failure) {
            try await self.open(locked, rootKey)
        } catch {
            error.locked?.close()
            throw error.cause
        }
    }

    /// Unlocks the store and starts an open server over it. `caller` is whoever has opened it, for the audit log.
    ///
    /// - Returns: its listener for the network, which accepts a little later. It holds no key.
    @discardableResult
    func open(
        _ locked: LockedStore, _ rootKey: RootKey, by caller: Caller? = nil
    ) async throws(NodeBuilder.Failure) -> AdminServer {
        guard let builder = self.state.withLock({ $0.builder }) else {
            preconditionFailure("phases are begun before anybody can ask for them")
        }
        let node = try await builder.build(locked, rootKey)
        do {
            if let caller { try await node.control.perform(NoteSealing(.unseal), by: caller) }
        } catch {
            throw NodeBuilder.Failure(cause: error, locked: await node.abandon())
        }
        let hold = OpenHold(
            control: node.control, keys: node.store.keys, end: node.end, pulse: node.pulse, reload: node.reload)
        self.state.withLock { state in
            state.machine.attemptEnded(isOpen: true)
            state.hold = hold
        }
        guard case .enqueued = self.node.yield(NodeHandover(node)) else {
            let stopping = ManagementError(.overloaded, "The server is about to stop.")
            throw NodeBuilder.Failure(cause: stopping, locked: await node.abandon())
        }
        return node.admin
    }

    // MARK: Sealing

    /// Told when an open server has given everything up and its folder is locked again.
    func didEmpty(_ locked: LockedStore, _ wipe: WipeCheck) async throws {
        guard await wipe.waited(atMost: Self.wipePatience) else {
            locked.close()
            throw StartFailure(
                .internal, "keys could not be wiped from memory when the server was sealed; it ends instead")
        }
        guard let checkValue = locked.checkValue else {
            throw StartFailure(.database, "the store has lost its root key")
        }
        let waiting = self.state.withLock { state in
            state.vault = SealedVault(locked, checkValue: checkValue)
            state.machine.emptied()
            defer { state.sealing = [] }
            return state.sealing
        }
        self.logger.notice("sealed: every key is wiped from memory")
        for continuation in waiting { continuation.resume() }
    }

    /// Told when the server ends: nobody is waited for any more.
    func didEnd(_ failure: (any Error)?) {
        let (waiting, vault) = self.state.withLock { state in
            defer { (state.sealing, state.vault, state.hold) = ([], nil, nil) }
            return (state.sealing, state.vault)
        }
        vault?.locked.close()
        for continuation in waiting {
            continuation.resume(throwing: failure ?? ManagementError(.overloaded, "The server is about to stop."))
        }
    }

    var isSealed: Bool { self.state.withLock { $0.machine.phase == .sealed } }

    var isSealing: Bool { self.state.withLock { $0.machine.phase == .sealing } }

    /// Returns once everything has shown that it works; a sealed server has nothing to show.
    func pulse() async -> Bool { await self.state.withLock { $0.hold?.pulse }?() ?? true }

    /// No more servers: the process is to end.
    func finish() { self.node.finish() }
}
