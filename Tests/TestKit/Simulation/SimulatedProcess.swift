import Admission
import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import Timekeeping

/// The system under simulation: one life of the process after another over what its disk keeps.
final class SimulatedProcess {
    let clock = ManualClock()
    let disk: any SimulatedDisk
    let providers: [SimulatedProvider]
    let bug: PlantedBug?
    private let randomness: FixedRandomness
    private let seen = UnnotedUses()
    /// Of this life; spent while the process is sealed.
    private(set) var opened: OpenedDisk
    private(set) var world: ManagementWorld

    /// Makes the store, with a root key that the first provider keeps, and starts on it.
    init(seed: UInt64, bug: PlantedBug?, makeDisk: (@escaping RandomBytes) throws -> any SimulatedDisk) async throws {
        let randomness = FixedRandomness(seed: seed)
        self.randomness = randomness
        self.bug = bug
        self.providers = ["first", "second", "third"].map { .init(kind: $0, randomBytes: randomness.bytes) }
        self.disk = try makeDisk(randomness.bytes)
        let rootKey = RootKey(randomBytes: randomness.bytes)
        try await self.disk.create(rootKey, slots: [try await self.providers[0].slot(holding: rootKey, number: 0)])
        (self.opened, self.world) = try await Self.open(
            self.disk, rootKey, self.clock, randomness, self.seen, bug)
    }

    /// Opens what the disk holds, as a start of the server does.
    ///
    /// - Returns: whether the providers gave the root key; without it nothing is open.
    func start() async throws -> Bool {
        self.seen.forgetAll()
        let (slots, checkValue) = try await self.disk.slots()
        guard let checkValue else { throw Discrepancy(finding: "the store has lost its root key") }
        let tried = self.bug == .slotsForgotten ? Array(slots.prefix(1)) : slots
        let opening = await SlotOpening.attempt(tried, checkValue: checkValue, providers: self.providers)
        guard case .opened(let rootKey) = opening.step else { return false }
        let problems = try await self.disk.examine(with: rootKey)
        guard problems.isEmpty else { throw Discrepancy(finding: "rows are damaged: \(problems.prefix(3))") }
        (self.opened, self.world) = try await Self.open(
            self.disk, rootKey, self.clock, self.randomness, self.seen, self.bug)
        return true
    }

    private static func open(
        _ disk: any SimulatedDisk, _ rootKey: RootKey, _ clock: ManualClock, _ randomness: FixedRandomness,
        _ seen: UnnotedUses, _ bug: PlantedBug?
    ) async throws -> (OpenedDisk, ManagementWorld) {
        let relay = HookRelay()
        let opened = try await disk.unlock(with: rootKey, publish: { relay.publish($0) })
        let store = opened.store
        if bug != .clockFollowed { clock.startSteadily(after: try await store.read { try .init(of: $0) }) }
        let loss = PublicationLoss(isOn: bug == .publicationDropped)
        let world = try await ManagementWorld(
            clock: clock,
            insight: .init(requestsLastDay: { _ in nil }, hasBeenUsed: { seen.contains($0, $1) }),
            randomness: randomness, keys: opened.keys, interfere: { loss.filter($0) },
            makeStore: { hook in
                relay.connect(hook)
                return store
            })
        if bug == .massExpired { clock.follow(clock.look.reading, isConfirmed: true) }
        ClockGuard(clock.guarded, publication: world.publication).look()
        return (opened, world)
    }

    func note(_ use: FirstUse) { self.seen.insert(use) }

    /// What the gateway saw and the store has not heard of.
    func takeUnnotedUses() -> [FirstUse] { self.seen.takeAll() }

    /// Whether the gateway saw the version and the store has not heard of it.
    func hasSeen(_ id: KeyID, _ number: UInt32) -> Bool { self.seen.contains(id, number) }
}
