import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct PepperRekeyingTests {
    /// A world with an environment.
    private static func world(
        _ box: InMemoryStoreBox = .init(), clock: ManualClock = .init()
    ) async throws -> ManagementWorld {
        try await ManagementWorld(clock: clock, makeStore: { try box.make($0) })
    }

    private static func versions(_ world: ManagementWorld, _ id: KeyID) async throws -> [UInt32] {
        try await world.record(id).versions.map(\.pepperVersion)
    }

    @Test func `keys move at their next good use, and the old pepper goes when none is left`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let (used, idle, revoked) = (
            try await world.issue(in: environment), try await world.issue(in: environment),
            try await world.issue(in: environment)
        )
        try await world.perform(RevokeKey(revoked.id))
        let desk = world.desk()
        let started = try await world.perform(StartRekeying(.pepper, of: .environment(environment.id)))
        #expect(started.phase == .prepared && started.oldKey == "1" && started.newKey == "2")

        let fresh = try await world.issue(in: environment)
        #expect(try await Self.versions(world, fresh.id) == [2])
        var rekeying = try await world.plane.advance(started.id, steps: 10, by: .system)
        #expect(rekeying.phase == .moving && rekeying.remaining == 2, "the revoked key does not count")

        for key in [used, idle, fresh] { #expect(desk.refusal(of: try key.bytes()) == nil) }
        let rehashes = desk.rehashes.take()
        #expect(Set(rehashes.map(\.keyID)) == [used.id, idle.id])
        let first = rehashes.filter { $0.keyID == used.id }
        #expect(try await world.perform(RehashVersions(first)) == [used.id])
        #expect(try await Self.versions(world, used.id) == [2])
        #expect(desk.refusal(of: try used.bytes()) == nil)
        #expect(desk.rehashes.take().isEmpty)

        world.clock.advance(seconds: 3600)
        rekeying = try await world.plane.advance(started.id, steps: 10, by: .system)
        #expect(rekeying.phase == .moving && rekeying.remaining == 1)
        try await world.perform(RevokeKey(idle.id))
        world.clock.advance(seconds: 3600)
        rekeying = try await world.plane.advance(started.id, steps: 10, by: .system)
        #expect(rekeying.phase == .finished && rekeying.remaining == 0)

        let peppers = try await world.store.read { try $0.peppers(of: environment.id) }
        #expect(peppers.map(\.isDestroyed) == [true, false])
        for key in [used, fresh] { #expect(desk.refusal(of: try key.bytes()) == nil) }
        #expect(desk.refusal(of: try idle.bytes()) != nil)
        let acts = try await world.entries().map(\.action).filter { $0.rawValue.hasPrefix("rotation.") }
        #expect(acts == [.rotationStart, .rotationResidualZero, .rotationFinish])
    }

    @Test func `a crash after any step changes nothing`() async throws {
        let box = InMemoryStoreBox()
        let clock = ManualClock()
        var world = try await Self.world(box, clock: clock)
        let environment = try await world.makeEnvironment()
        let keys = [try await world.issue(in: environment), try await world.issue(in: environment)]
        let tokens = try keys.map { try $0.bytes() }
        let id = try await world.perform(StartRekeying(.pepper, of: .environment(environment.id))).id
        var phases: Set<RekeyingPhase> = [.prepared]
        for step in 0..<40 {
            world = try await Self.world(box, clock: clock)
            let desk = world.desk()
            for token in tokens { #expect(desk.refusal(of: token) == nil, "always readable, step \(step)") }
            if step == 7 { try await world.perform(RehashVersions(desk.rehashes.take())) }
            clock.advance(seconds: 1800)
            let rekeying = try await world.plane.advance(id, steps: 1, by: .system)
            phases.insert(rekeying.phase)
            if rekeying.phase == .finished { break }
        }
        #expect(phases == Set(RekeyingPhase.allCases))
        world = try await Self.world(box, clock: clock)
        for token in tokens { #expect(world.desk().refusal(of: token) == nil) }
        let finishes = try await world.entries().filter { $0.action == .rotationFinish }
        #expect(finishes.count == 1)
    }

    @Test func `a digest of a secret that was replaced meanwhile is passed over`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        try await world.perform(StartRekeying(.pepper, of: .environment(environment.id)))
        let desk = world.desk()
        #expect(desk.refusal(of: try key.bytes()) == nil)
        let rehash = try #require(desk.rehashes.take().first)
        let stale = [
            VersionRehash(
                keyID: rehash.keyID, versionNumber: 1, replaced: .zero, digest: rehash.digest, pepperVersion: 2),
            .init(
                keyID: rehash.keyID, versionNumber: 1, replaced: rehash.replaced, digest: rehash.digest,
                pepperVersion: 1),
            .init(
                keyID: rehash.keyID, versionNumber: 9, replaced: rehash.replaced, digest: rehash.digest,
                pepperVersion: 2),
        ]
        #expect(try await world.perform(RehashVersions(stale)).isEmpty)
        #expect(try await Self.versions(world, key.id) == [1])
        #expect(try await world.perform(RehashVersions([rehash, rehash])) == [key.id], "and once is enough")
    }

    @Test func `a second one of the same key is refused while the first is under way`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        try await world.perform(StartRekeying(.pepper, of: .environment(environment.id)))
        await expectRefusal(.rotationUnderWay) {
            try await world.perform(StartRekeying(.pepper, of: .environment(environment.id)))
        }
        await expectRefusal(.invalid) { try await world.perform(StartRekeying(.pepper)) }
        await expectRefusal(.invalid) {
            try await world.perform(
                StartRekeying(
                    .pepper, of: .environment(environment.id), graceSeconds: StartRekeying.longestGrace + 1))
        }
        #expect(try await world.answer(ListRekeyings()).count == 1)
    }

    @Test func `it can be repeated for ever`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        for round in UInt32(2)...10 {
            let desk = world.desk()
            let id = try await world.perform(StartRekeying(.pepper, of: .environment(environment.id))).id
            #expect(desk.refusal(of: try key.bytes()) == nil)
            try await world.perform(RehashVersions(desk.rehashes.take()))
            #expect(try await world.plane.advance(id, steps: 10, by: .system).phase == .finished)
            #expect(try await Self.versions(world, key.id) == [round])
        }
    }

    @Test func `a key that has expired holds the old pepper: it may be given a later end`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment) {
            $0.expiry = .at(world.clock.now.adding(seconds: 60))
        }
        let id = try await world.perform(StartRekeying(.pepper, of: .environment(environment.id))).id
        world.clock.advance(seconds: 61)
        let rekeying = try await world.plane.advance(id, steps: 10, by: .system)
        #expect(rekeying.phase == .moving && rekeying.remaining == 1)
        try await world.perform(RevokeKey(key.id))
        world.clock.advance(seconds: 3600)
        #expect(try await world.plane.advance(id, steps: 10, by: .system).phase == .finished)
    }

    @Test func `whoever asks to go on does not wait for the next pass, and cuts no grace short`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        let id = try await world.perform(
            StartRekeying(.pepper, of: .environment(environment.id), graceSeconds: 100)
        ).id
        #expect(try await world.plane.advance(id, steps: 10, by: .system).remaining == 1)
        try await world.perform(RevokeKey(key.id))
        #expect(try await world.plane.advance(id, steps: 10, by: .system).phase == .moving)
        for _ in 0..<2 {
            let rekeying = try await world.plane.advance(id, steps: 10, by: ManagementWorld.root)
            #expect(rekeying.phase == .retiring && rekeying.remaining == 0)
        }
    }
}
