import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct KeyringRekeyingTests {
    @Test(arguments: [RekeyingKind.keyring, .dataKeys]) func `what was sealed is readable after every step and crash`(
        kind: RekeyingKind
    ) async throws {
        let world = try await RekeyingWorld(subjects: 300)
        let before = try await world.addresses()
        #expect(before.count >= 300)
        world.clock.advance(seconds: 1)
        let id = try await world.world.perform(StartRekeying(kind, of: .project(world.project))).id
        var phases: [RekeyingPhase] = [.prepared]
        for _ in 0..<2000 where phases.last != .finished {
            try await world.crash()
            phases.append(try await world.world.plane.advance(id, steps: 1, by: .system).phase)
            if phases.count % 50 == 0 { #expect(try await world.addresses().prefix(300) == before.prefix(300)) }
        }
        #expect(phases.last == .finished)
        #expect(Set(phases) == Set(RekeyingPhase.allCases))
        try await world.crash()
        #expect(try await world.addresses().prefix(300) == before.prefix(300))
        let rekeying = try await world.world.answer(GetRekeying(id))
        #expect(rekeying.moved >= 300 && rekeying.remaining == 0)
        let acts = try await world.world.entries().map(\.action).filter { $0.rawValue.hasPrefix("rotation.") }
        #expect(acts == [.rotationStart, .rotationResidualZero, .rotationFinish])
    }

    @Test func `the old key is destroyed and wraps nothing`() async throws {
        let world = try await RekeyingWorld(subjects: 3)
        let old = try #require(try await world.keyring(world.project.description).first)
        let id = try await world.world.perform(StartRekeying(.keyring, of: .project(world.project))).id
        try await world.world.plane.advance(id, steps: 100, by: .system)
        let keys = try await world.keyring(world.project.description)
        #expect(keys.count == 2)
        #expect(keys.first { $0.id == old.id }?.state == .destroyed)
        #expect(keys.first { $0.id == old.id }?.envelope.isEmpty == true)
        #expect(keys.first { $0.id != old.id }?.state == .primary)
        #expect(try await world.world.store.read { try $0.countDataKeys(wrappedBy: old.id) } == 0)
    }

    @Test func `writes go on meanwhile, and under the new key`() async throws {
        let world = try await RekeyingWorld(subjects: 200)
        let id = try await world.world.perform(StartRekeying(.keyring, of: .project(world.project))).id
        for number in 200..<210 {
            try await world.act(as: number)
            try await world.world.plane.advance(id, steps: 1, by: .system)
        }
        #expect(try await world.world.answer(GetRekeying(id)).phase == .finished)
        #expect(try await world.addresses().count >= 210)
    }

    @Test func `the old key is kept for its grace, disabled`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let old = try #require(try await world.keyring(world.project.description).first)
        let id = try await world.world.perform(StartRekeying(.keyring, of: .project(world.project), graceSeconds: 100))
            .id
        var rekeying = try await world.world.plane.advance(id, steps: 100, by: .system)
        #expect(rekeying.phase == .retiring)
        #expect(try await world.keyring().first { $0.id == old.id }?.state == .disabled)
        world.clock.advance(seconds: 100)
        rekeying = try await world.world.plane.advance(id, steps: 100, by: .system)
        #expect(rekeying.phase == .finished)
        #expect(try await world.keyring().first { $0.id == old.id }?.state == .destroyed)
    }

    @Test func `a data key from before the start is erased only after its data was sealed anew`() async throws {
        let world = try await RekeyingWorld(subjects: 2)
        let (subject, tenant) = (Actor.local(uid: 1).description, world.project.description)
        let before = try await world.world.store.read { try $0.dataKeys(of: subject, in: nil) }
        world.clock.advance(seconds: 1)
        let id = try await world.world.perform(StartRekeying(.dataKeys, of: .project(world.project))).id
        try await world.world.plane.advance(id, steps: 1000, by: .system)
        let keys = try await world.world.store.read { try $0.dataKeys(of: subject, in: tenant) }
        let old = keys.filter { key in before.contains { $0.id == key.id } }
        #expect(old.allSatisfy { $0.erasedAt != nil })
        #expect(keys.contains { $0.erasedAt == nil && $0.version == 2 } || old.isEmpty)
    }

    @Test func `nothing is replaced where nothing was sealed`() async throws {
        let world = try await RekeyingWorld()
        let environment = try await world.world.makeEnvironment()
        for kind in [RekeyingKind.keyring, .dataKeys] {
            await expectRefusal(.invalid) {
                try await world.world.perform(StartRekeying(kind, of: .environment(environment.id)))
            }
        }
        await expectRefusal(.invalid) { try await world.world.perform(StartRekeying(.root)) }
    }

    @Test func `keys that were made in a time that was taken back are old, and those made since it are not`()
        async throws
    {
        let world = try await RekeyingWorld(subjects: 5)
        let tenant = world.project.description
        let wall = world.clock.wall
        world.clock.startSteadily(afterEntryAt: wall)
        world.clock.setWallTime(wall.adding(seconds: -315_360_000))
        _ = try await ClockGuard(world.clock.guarded, publication: world.world.publication)
            .follow(world.clock.wall, by: ManagementWorld.root, through: world.world.plane)
        #expect(world.clock.now == wall.adding(seconds: -315_360_000))
        var before = try await world.dataKeys(tenant)
        for _ in 0..<2 {
            world.clock.advance(seconds: 60)
            let id = try await world.world.perform(StartRekeying(.dataKeys, of: .project(world.project))).id
            #expect(try await world.world.plane.advance(id, steps: 1000, by: .system).phase == .finished)
            let after = try await world.dataKeys(tenant)
            #expect(after.count == before.count, "one in place of each")
            #expect(Set(after.map(\.id)).isDisjoint(with: before.map(\.id)))
            before = after
        }
    }

    @Test(arguments: [-3600, -1] as [Int64]) func `a clock that was put back makes no new key old, and no old one new`(
        seconds: Int64
    ) async throws {
        let world = try await RekeyingWorld(subjects: 5)
        let tenant = world.project.description
        let before = try await world.dataKeys(tenant)
        world.clock.advance(seconds: seconds)
        let id = try await world.world.perform(StartRekeying(.dataKeys, of: .project(world.project))).id
        world.clock.advance(seconds: seconds)
        #expect(try await world.world.plane.advance(id, steps: 1000, by: .system).phase == .finished)
        let after = try await world.dataKeys(tenant)
        #expect(after.count == before.count, "one in place of each")
        #expect(Set(after.map(\.id)).isDisjoint(with: before.map(\.id)))
    }
}
