import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import Synchronization

/// The system under simulation: one life of the process after another over what its store keeps.
final class SimulatedProcess {
    let clock: ManualClock
    private let randomness: FixedRandomness
    private let bug: PlantedBug?
    private let faults = FaultSwitch()
    fileprivate let seen = UnnotedUses()
    private var images: [InMemoryStore.Image] = []
    private(set) var world: ManagementWorld
    private var memory: InMemoryStore

    init(seed: UInt64, bug: PlantedBug?) async throws {
        self.clock = ManualClock()
        self.randomness = FixedRandomness(seed: seed)
        self.bug = bug
        (self.world, self.memory) = try await Self.open(
            .init(), self.clock, self.randomness, bug, self.faults, self.seen)
    }

    private static func open(
        _ image: InMemoryStore.Image, _ clock: ManualClock, _ randomness: FixedRandomness, _ bug: PlantedBug?,
        _ faults: FaultSwitch, _ seen: UnnotedUses
    ) async throws -> (ManagementWorld, InMemoryStore) {
        let opened = Mutex<InMemoryStore?>(nil)
        let world = try await ManagementWorld(
            clock: clock,
            insight: .init(requestsLastDay: { _ in nil }, hasBeenUsed: { seen.contains($0, $1) }),
            randomness: randomness,
            interfere: { changes in bug == .publicationDropped && faults.dropsPublication() ? [] : changes },
            makeStore: { hook in
                let store = try InMemoryStore(
                    image: image, signer: .fixed(), fault: { faults.fault(at: $0) }, publish: hook)
                opened.withLock { $0 = store }
                return store
            })
        guard let store = opened.withLock({ $0 }) else { throw Discrepancy(finding: "no store was made") }
        return (world, store)
    }

    /// The process dies and comes back over what was durable. What was only in memory is gone.
    func crash() async throws {
        var image = self.memory.image
        if self.bug == .commitLost, let earlier = self.images.last { image = earlier }
        self.seen.forgetAll()
        (self.world, self.memory) = try await Self.open(
            image, self.clock, self.randomness, self.bug, self.faults, self.seen)
    }

    /// The next commit fails there.
    func failNextCommit(_ point: InMemoryStore.FaultPoint) { self.faults.arm(point) }

    /// A write is about to be asked for.
    func willWrite() { self.images = self.images.suffix(3) + [self.memory.image] }

    func note(_ use: FirstUse) { self.seen.insert(use) }

    /// What the gateway saw and the store has not heard of; it hears of it now unless the bug is in.
    func takeUnnotedUses() -> [FirstUse] { self.seen.takeAll() }

    var forgetsFirstUses: Bool { self.bug == .firstUseForgotten }
}

/// Where the next commit fails, if at all.
private final class FaultSwitch: Sendable {
    private let state = Mutex<(armed: InMemoryStore.FaultPoint?, publications: Int)>((nil, 0))

    func arm(_ point: InMemoryStore.FaultPoint) { self.state.withLock { $0.armed = point } }

    func fault(at point: InMemoryStore.FaultPoint) -> StorageError? {
        self.state.withLock { state in
            guard state.armed == point else { return nil }
            state.armed = nil
            return .init(.poisoned, "simulated failure")
        }
    }

    func dropsPublication() -> Bool {
        self.state.withLock { state in
            state.publications += 1
            return state.publications.isMultiple(of: 8)
        }
    }
}

/// First uses the gateway reported that are not written down yet.
private final class UnnotedUses: Sendable {
    private let uses = Mutex<[FirstUse]>([])

    func insert(_ use: FirstUse) {
        self.uses.withLock { uses in
            guard !uses.contains(where: { $0.keyID == use.keyID && $0.versionNumber == use.versionNumber }) else {
                return
            }
            uses.append(use)
        }
    }

    func contains(_ id: KeyID, _ number: UInt32) -> Bool {
        self.uses.withLock { $0.contains { $0.keyID == id && $0.versionNumber == number } }
    }

    func takeAll() -> [FirstUse] {
        self.uses.withLock { uses in
            defer { uses = [] }
            return uses
        }
    }

    func forgetAll() { self.uses.withLock { $0 = [] } }
}

extension SimulatedProcess {
    /// Whether the gateway saw the version and the store has not heard of it.
    func hasSeen(_ id: KeyID, _ number: UInt32) -> Bool { self.seen.contains(id, number) }
}
