import Admission
import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct LeakedPepperTests {
    private static func world(
        _ box: InMemoryStoreBox = .init(), clock: ManualClock = .init()
    ) async throws -> ManagementWorld {
        try await ManagementWorld(clock: clock, makeStore: { try box.make($0) })
    }

    private static func version(_ world: ManagementWorld, _ id: KeyID) async throws -> KeyVersion {
        try #require(try await world.record(id).versions.first)
    }

    private static func start(_ world: ManagementWorld, _ environment: Environment) async throws -> Rekeying {
        try await world.perform(StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true))
    }

    private static func acts(_ world: ManagementWorld) async throws -> [AuditAction] {
        try await world.entries().map(\.action).filter {
            $0 == .pepperLeak || $0.rawValue.hasPrefix("rotation.")
        }
    }

    @Test func `what nobody presents is nested at once, let in, moved at its next use, and then the pepper goes`()
        async throws
    {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let keys = [try await world.issue(in: environment), try await world.issue(in: environment)]
        let revoked = try await world.issue(in: environment)
        try await world.perform(RevokeKey(revoked.id))
        let before = try await Self.version(world, keys[0].id)
        let desk = world.desk()
        let started = try await Self.start(world, environment)
        var rekeying = try await world.plane.advance(started.id, steps: 20, by: .system)
        #expect(rekeying.phase == .moving && rekeying.moved == 2 && rekeying.remaining == 2)
        #expect(rekeying.leak?.nested == 2 && rekeying.leak?.nestedAt != nil)
        let nested = try await Self.version(world, keys[0].id)
        #expect(nested.pepperVersion == 1 && nested.outerPeppers == [2] && nested.digest != before.digest)
        #expect(try await !Self.version(world, revoked.id).isNested, "what admits nobody stays as it is")
        #expect(try await Self.acts(world) == [.rotationStart, .pepperLeak, .rotationNested])

        // Still whoever has the token, and nobody else.
        #expect(desk.refusal(of: try keys[0].bytes()) == nil)
        try await world.perform(RehashVersions(desk.rehashes.take()))
        let plain = try await Self.version(world, keys[0].id)
        #expect(plain.pepperVersion == 2 && !plain.isNested)
        #expect(desk.refusal(of: try keys[0].bytes()) == nil && desk.rehashes.take().isEmpty)

        world.clock.advance(seconds: 3600)
        rekeying = try await world.plane.advance(started.id, steps: 20, by: .system)
        #expect(rekeying.phase == .moving && rekeying.remaining == 1 && rekeying.leak?.nested == 1)
        #expect(try await world.store.read { try $0.peppers(of: environment.id).map(\.isDestroyed) } == [false, false])
        #expect(desk.refusal(of: try keys[1].bytes()) == nil)
        try await world.perform(RehashVersions(desk.rehashes.take()))
        world.clock.advance(seconds: 3600)
        #expect(try await world.plane.advance(started.id, steps: 20, by: .system).phase == .finished)
        #expect(try await world.store.read { try $0.peppers(of: environment.id).map(\.isDestroyed) } == [true, false])
        for key in keys { #expect(desk.refusal(of: try key.bytes()) == nil) }
        #expect(
            try await Self.acts(world)
                == [.rotationStart, .pepperLeak, .rotationNested, .rotationResidualZero, .rotationFinish])
    }

    @Test func `a crash after any step changes nothing, and each key is nested once`() async throws {
        let box = InMemoryStoreBox()
        let clock = ManualClock()
        var world = try await Self.world(box, clock: clock)
        let environment = try await world.makeEnvironment()
        var keys: [KeyWithToken] = []
        for _ in 0..<300 { keys.append(try await world.issue(in: environment)) }
        let id = try await Self.start(world, environment).id
        for step in 0..<12 {
            world = try await Self.world(box, clock: clock)
            let desk = world.desk()
            for key in keys { #expect(desk.refusal(of: try key.bytes()) == nil, "step \(step)") }
            _ = try await world.plane.advance(id, steps: 1, by: .system)
        }
        let rekeying = try await world.answer(GetRekeying(id))
        #expect(rekeying.moved == 300 && rekeying.remaining == 300 && rekeying.leak?.nested == 300)
        for key in keys { #expect(try await Self.version(world, key.id).outerPeppers == [2]) }
        #expect(try await world.entries().count { $0.action == .keyRehash } == 300)
    }

    @Test func `a rotation under way is told of the leak, and told again it does nothing`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        let id = try await world.perform(StartRekeying(.pepper, of: .environment(environment.id))).id
        #expect(try await world.plane.advance(id, steps: 10, by: .system).remaining == 1)
        #expect(try await !Self.version(world, key.id).isNested)
        await expectRefusal(.rotationUnderWay) { _ = try await Self.start(world, environment) }
        await expectRefusal(.invalid) { try await world.perform(MarkPepperLeaked(id, pepper: 3)) }
        let told = try await world.perform(MarkPepperLeaked(id)).rekeying
        #expect(try await world.perform(MarkPepperLeaked(id, pepper: 1)).rekeying == told)
        let rekeying = try await world.plane.advance(id, steps: 10, by: .system)
        #expect(rekeying.leak?.nested == 1 && rekeying.leak?.nestedAt != nil)
        #expect(try await world.perform(MarkPepperLeaked(id)).rekeying == rekeying)
        #expect(try await world.entries().count { $0.action == .pepperLeak } == 1)
        #expect(try await Self.version(world, key.id).outerPeppers == [2])
    }

    @Test func `peppers that leak one after the other lie around each other, at most four of them`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let desk = world.desk()
        var keys = [try await world.issue(in: environment)]
        let id = try await Self.start(world, environment).id
        for pepper in UInt32(2)...3 {
            _ = try await world.plane.advance(id, steps: 20, by: .system)
            keys.append(try await world.issue(in: environment))
            let told = try await world.perform(MarkPepperLeaked(id, pepper: pepper)).rekeying
            #expect(told.newKey == "\(pepper + 1)" && told.leak?.nestedAt == nil)
        }
        #expect(try await world.plane.advance(id, steps: 20, by: .system).leak?.nested == 3)
        var outer: [[UInt32]] = []
        for key in keys { outer.append(try await Self.version(world, key.id).outerPeppers) }
        #expect(outer == [[2, 3, 4], [3, 4], [4]])
        for key in keys { #expect(desk.refusal(of: try key.bytes()) == nil) }
        try await world.perform(RehashVersions(desk.rehashes.take()))
        world.clock.advance(seconds: 3600)
        #expect(try await world.plane.advance(id, steps: 20, by: .system).phase == .finished)
        let peppers = try await world.store.read { try $0.peppers(of: environment.id) }
        #expect(peppers.map(\.isDestroyed) == [true, true, true, false])
        for key in keys { #expect(desk.refusal(of: try key.bytes()) == nil) }
        await expectRefusal(.invalid) { try await world.perform(MarkPepperLeaked(id)) }
    }

    @Test func `a leak that leaves no room for another pepper is written down, and answered when there is room`()
        async throws
    {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let desk = world.desk()
        let key = try await world.issue(in: environment)
        let id = try await Self.start(world, environment).id
        for pepper in UInt32(2)...3 { try await world.perform(MarkPepperLeaked(id, pepper: pepper)) }
        #expect(try await world.plane.advance(id, steps: 20, by: .system).leak?.nestedAt != nil)

        let told = try await world.perform(MarkPepperLeaked(id, pepper: 4))
        #expect(told.obstacle?.code == .invalid && told.obstacle?.message.contains("pepper 4 has leaked") == true)
        #expect(told.rekeying.newKey == "4" && told.rekeying.leak?.nestedAt == nil)
        let marks = try await world.store.read { try $0.peppers(of: environment.id).map { $0.leakedAt != nil } }
        #expect(marks == [true, true, true, true])
        #expect(try await world.entries().count { $0.action == .pepperLeak } == 4)
        #expect(try await world.perform(MarkPepperLeaked(id, pepper: 4)).obstacle?.fix == told.obstacle?.fix)
        #expect(try await world.entries().count { $0.action == .pepperLeak } == 4, "said again it changes nothing")
        var rekeying = try await world.plane.advance(id, steps: 20, by: ManagementWorld.root)
        #expect(rekeying.leak?.nested == 1 && rekeying.leak?.nestedAt == nil, "everything it lies under has leaked")
        let findings = try await world.answer(StoredFindingsQuery()).leakedPeppers
        #expect(findings?.areContained == false && findings?.isNewestLeaked == true)
        #expect(findings?.alone == 1 && findings?.nested == 0)

        #expect(desk.refusal(of: try key.bytes()) == nil)
        try await world.perform(RehashVersions(desk.rehashes.take()))
        #expect(try await Self.version(world, key.id).pepperVersion == 4)
        rekeying = try await world.plane.advance(id, steps: 20, by: ManagementWorld.root)
        #expect(rekeying.newKey == "5" && rekeying.leak?.nestedAt != nil, "there was room, and it went on")
        #expect(try await Self.version(world, key.id).outerPeppers == [5])
        #expect(desk.refusal(of: try key.bytes()) == nil)
        try await world.perform(RehashVersions(desk.rehashes.take()))
        rekeying = try await world.plane.advance(id, steps: 20, by: ManagementWorld.root)
        #expect(rekeying.phase == .finished)
        let peppers = try await world.store.read { try $0.peppers(of: environment.id) }
        #expect(peppers.map(\.isDestroyed) == [true, true, true, true, false])
        #expect(desk.refusal(of: try key.bytes()) == nil)
    }

    @Test func `a digest brought by a use just before the nesting is passed over and brought again`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        let desk = world.desk()
        let id = try await Self.start(world, environment).id
        #expect(desk.refusal(of: try key.bytes()) == nil)
        let early = desk.rehashes.take()
        _ = try await world.plane.advance(id, steps: 20, by: .system)
        #expect(try await world.perform(RehashVersions(early)).isEmpty)
        #expect(desk.refusal(of: try key.bytes()) == nil)
        #expect(try await world.perform(RehashVersions(desk.rehashes.take())) == [key.id])
    }

    @Test func `the lists and the findings tell the forms apart`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        let id = try await Self.start(world, environment).id
        let listed = {
            var found: [[KeyID]] = []
            for isNested in [nil, false, true] as [Bool?] {
                found.append(try await world.answer(ListKeysOnPepper(id, isNested: isNested)).items.map(\.record.id))
            }
            return found
        }
        #expect(try await listed() == [[key.id], [key.id], []])
        #expect(try await world.answer(StoredFindingsQuery()).leakedPeppers?.areContained == false)
        _ = try await world.plane.advance(id, steps: 20, by: .system)
        #expect(try await listed() == [[key.id], [], [key.id]])
        let findings = try await world.answer(StoredFindingsQuery()).leakedPeppers
        #expect(findings?.areContained == true && findings?.alone == 0 && findings?.nested == 1)
        try await world.perform(RevokeKey(key.id))
        #expect(try await world.plane.advance(id, steps: 20, by: ManagementWorld.root).phase == .finished)
        #expect(try await world.answer(StoredFindingsQuery()).leakedPeppers == nil)
    }

    @Test func `only a pepper leaks`() async throws {
        let world = try await Self.world()
        let environment = try await world.makeEnvironment()
        await expectRefusal(.invalid) {
            try await world.perform(StartRekeying(.keyring, of: .environment(environment.id), isLeaked: true))
        }
        try await world.perform(StartRekeying(.pepper, of: .environment(environment.id)))
        await expectRefusal(.notFound) {
            try await world.perform(MarkPepperLeaked(.init(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030)))
        }
    }

    @Test func `another root key keeps the mark`() async throws {
        let whole = try await RekeyingWorld()
        let world = whole.world
        let environment = try await world.makeEnvironment()
        _ = try await Self.start(world, environment)
        let before = try await world.store.read { try $0.peppers(of: environment.id) }
        let slot = RootKeySlot(number: 3, kind: "passphrase", wrapped: [9])
        _ = try await world.plane.replaceRootKey(by: ManagementWorld.root) { _, _ in [slot] }
        let after = try await world.store.read { try $0.peppers(of: environment.id) }
        #expect(after.map(\.leakedAt) == before.map(\.leakedAt) && after.first?.leakedAt != nil)
        #expect(after != before)
    }
}
