import Auditing
package import Cryptography
package import Keys
package import Storage
import Synchronization

/// A disk in memory: fast, and with every fault that a store can tell apart.
package final class MemoryDisk: SimulatedDisk {
    private let randomBytes: RandomBytes
    private let bug: PlantedBug?
    /// The system keys of the store, until its root key seals them.
    private let firstKeys: StoreKeys
    private let faultSwitch = FaultSwitch()
    private var image: InMemoryStore.Image
    /// Images from before the latest commits, for a disk that loses one.
    private var earlier: [InMemoryStore.Image] = []
    private var store: InMemoryStore?
    private var signer: CheckpointSigner
    private var starts = 0

    package var faults: [CommitFault] { CommitFault.allCases }
    package var hasReserve: Bool { true }

    package init(randomBytes: @escaping RandomBytes, bug: PlantedBug? = nil) throws {
        self.signer = try .fixed()
        self.randomBytes = randomBytes
        self.bug = bug
        // Nothing is sealed before there is a root key.
        self.firstKeys = StoreKeys(randomBytes: randomBytes)
        self.image = .init(keys: self.firstKeys, randomBytes: randomBytes)
    }

    package func slots() async throws -> (slots: [RootKeySlot], checkValue: Digest256?) {
        try await self.waiting().read { (try $0.rootKeySlots(), try $0.rootKeyCheckValue()) }
    }

    package func create(_ rootKey: RootKey, slots: [RootKeySlot]) async throws {
        let store = self.waiting()
        let sealed = try self.firstKeys.systemKeys.sealed(under: rootKey, randomBytes: self.randomBytes)
        try await store.write(.ordinary) { store in
            try store.replaceRootKey(checkValue: rootKey.checkValue, slots: slots)
            for key in sealed { try store.put(key) }
        }
        self.image = store.image
    }

    package func unlock(with rootKey: RootKey, publish: @escaping PublishHook) async throws -> OpenedDisk {
        let sealed = try await self.waiting().read { try $0.systemKeys() }
        let keys = StoreKeys(rootKey: rootKey, systemKeys: try SystemKeys(opening: sealed, under: rootKey))
        if self.bug == .logRenamed {
            self.starts += 1
            self.signer = try .fixed(name: "log.example/tests-\(self.starts)")
        }
        self.faultSwitch.reset()
        let store = InMemoryStore(
            image: self.image.opened(with: keys, randomBytes: self.randomBytes), signer: self.signer,
            fault: { [faultSwitch] in faultSwitch.fault(at: $0) }, publish: publish)
        self.store = store
        return .init(store: store, keys: keys, logKey: self.signer.verifierKey)
    }

    /// Rows in memory carry no codes.
    package func examine(with rootKey: RootKey) -> [String] { [] }

    package func arm(_ fault: CommitFault, isUrgent: Bool) {
        self.faultSwitch.arm(fault, isUrgent: isUrgent, isForgetful: self.bug == .syncForgotten)
    }

    package func disarm() { self.faultSwitch.reset() }

    package func willWrite() {
        guard self.bug == .commitLost, let store else { return }
        self.earlier = self.earlier.suffix(3) + [store.image]
    }

    package func die() {
        guard let store else { return }
        self.image = self.bug == .commitLost ? self.earlier.last ?? store.image : store.image
        self.store = nil
    }

    package func seal() async {
        await self.store?.close()
        self.die()
    }

    private func waiting() -> InMemoryStore {
        InMemoryStore(image: self.image, signer: self.signer, publish: { _ in })
    }
}

/// Where the next commit fails, if at all; after a failed sync, every one.
private final class FaultSwitch: Sendable {
    private struct State {
        var armed: (fault: CommitFault, isUrgent: Bool)?
        var isForgetful = false
        var isPoisoned = false
        var failedSyncs = 0
    }

    private let state = Mutex(State())

    func arm(_ fault: CommitFault, isUrgent: Bool, isForgetful: Bool) {
        self.state.withLock { state in
            state.armed = (fault, isUrgent)
            state.isForgetful = isForgetful
        }
    }

    func reset() {
        self.state.withLock { state in
            state.armed = nil
            state.isPoisoned = false
        }
    }

    func fault(at point: InMemoryStore.FaultPoint) -> StorageError? {
        self.state.withLock { Self.fault(at: point, &$0) }
    }

    private static func fault(at point: InMemoryStore.FaultPoint, _ state: inout State) -> StorageError? {
        if state.isPoisoned { return point == .beforeCommit ? self.dead : nil }
        switch (state.armed?.fault, point) {
        case (.powerLost, .beforeCommit), (.answerLost, .beforePublication): return self.dead
        case (.diskFull, .beforeCommit):
            return state.armed?.isUrgent == true ? nil : .init(.full, "simulated: no space")
        case (.syncFailed, _):
            // Every other time it was written all the same.
            guard (point == .beforeCommit) == state.failedSyncs.isMultiple(of: 2) else { return nil }
            state.failedSyncs += 1
            state.armed = nil
            state.isPoisoned = !state.isForgetful
            return self.dead
        default: return nil
        }
    }

    private static let dead = StorageError(.poisoned, "simulated: the write failed")
}
