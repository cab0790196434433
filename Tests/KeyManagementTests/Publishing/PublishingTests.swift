import Admission
import Cryptography
import KeyManagement
import Keys
import Storage
import Synchronization
import TestKit
import Testing

@Suite struct PublishingTests {
    @Test func `a start publishes what the store holds`() async throws {
        let box = InMemoryStoreBox()
        let first = try await ManagementWorld(makeStore: { try box.make($0) })
        let environment = try await first.makeEnvironment()
        let role = try await first.perform(
            CreateRole(projectID: environment.projectID, name: "r", grants: RecordFixtures.grants(["orders:read"])))
        let byRole = try await first.issue(in: environment) { issue in
            issue.grants = .init()
            issue.roles = [role.id]
        }
        let revoked = try await first.issue(in: environment)
        try await first.perform(RevokeKey(revoked.id))
        let second = try await ManagementWorld(makeStore: { try box.make($0) })
        #expect(second.desk().refusal(of: try byRole.bytes()) == nil)
        #expect(second.desk().refusal(of: try revoked.bytes()) == .credentialRevoked)
        #expect(second.publication.snapshot.keyCount == 2)
    }

    @Test func `a receipt says that every loop has acted`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let readers = Readers(world.publication, count: 3)
        let receipt = try #require(
            await world.plane.perform(RevokeKey(made.id), by: ManagementWorld.root).receipt)
        #expect(receipt.loops == 3 && receipt.acknowledged == 3 && !receipt.isPending)
        #expect(receipt.generation == world.publication.currentGeneration)
        readers.remove()
    }

    @Test func `a loop that does not act makes the receipt pending after the deadline, no later`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        _ = world.publication.addReader { _ in }
        let before = world.clock.monotonic
        let outcome = try await world.plane.perform(SuspendKey(made.id), by: ManagementWorld.root)
        #expect(outcome.receipt?.isPending == true && outcome.receipt?.acknowledged == 0)
        #expect(world.clock.monotonic - before == 1_000_000_000)
    }

    @Test func `ordinary changes wait for nobody`() async throws {
        let world = try await ManagementWorld()
        _ = world.publication.addReader { _ in }
        let before = world.clock.monotonic
        let outcome = try await world.plane.perform(CreateProject(name: "p"), by: ManagementWorld.root)
        #expect(outcome.receipt == nil && world.clock.monotonic == before)
    }

    @Test func `other routes are served while keys come and go, and caches elsewhere have nothing to forget`()
        async throws
    {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let reader = try await world.issue(in: environment)
        let before = world.publication.currentGeneration
        let routes = [
            RouteRules(
                index: 0, name: "invoices", project: "orders", environment: "live",
                permission: Permission("invoices:read")), ManagementWorld.routes[0],
        ]
        await world.publisher.serve(RouteBook(routes))
        let changes = world.publication.changes(in: environment.id, after: before).changes
        guard case .keys(let forgotten) = changes else {
            Issue.record("\(changes)")
            return
        }
        #expect(forgotten.isEmpty)
        let desk = AdmissionDesk(world.publication, routes: routes, clock: world.clock)
        #expect(desk.refusal(of: try reader.bytes(), route: 0) == .permissionMissing)
        #expect(desk.refusal(of: try reader.bytes(), route: 1) == nil)
        try await world.perform(RevokeKey(reader.id))
        #expect(desk.refusal(of: try reader.bytes(), route: 1) == .credentialRevoked)
    }

    @Test func `a pepper of another environment does not open`() async throws {
        let random = FixedRandomness(seed: 3)
        let keys = StoreKeys(randomBytes: random.bytes)
        let sealing = PepperSealing(keys: keys, randomBytes: random.bytes)
        let first = EnvironmentID(randomBytes: random.bytes)
        let sealed = try sealing.draw(version: 1, for: first, at: ManualClock.start, under: keys.rootKey)
        _ = try sealing.open(sealed)
        let moved = SealedPepper(
            environmentID: .init(randomBytes: random.bytes), version: 1, envelope: sealed.envelope,
            createdAt: sealed.createdAt)
        let renumbered = SealedPepper(
            environmentID: first, version: 2, envelope: sealed.envelope, createdAt: sealed.createdAt)
        for transplanted in [moved, renumbered] {
            #expect(throws: CryptographyError.self) { try sealing.open(transplanted) }
        }
        let stranger = PepperSealing(keys: StoreKeys(randomBytes: random.bytes), randomBytes: random.bytes)
        #expect(throws: CryptographyError.self) { try stranger.open(sealed) }
    }
}

/// Loops that act on each publication at once.
private final class Readers: Sendable {
    private let publication: SnapshotPublication
    private let readers: Mutex<[SnapshotPublication.Reader]>

    init(_ publication: SnapshotPublication, count: Int) {
        self.publication = publication
        self.readers = .init([])
        let made = (0..<count).map { index in
            publication.addReader { [weak self] generation in self?.acknowledge(index, generation) }
        }
        self.readers.withLock { $0 = made }
    }

    func remove() {
        for reader in self.readers.withLock({ $0 }) { self.publication.remove(reader) }
    }

    private func acknowledge(_ index: Int, _ generation: UInt64) {
        self.readers.withLock { readers in
            guard index < readers.count else { return }
            readers[index].acknowledge(generation)
        }
    }
}
