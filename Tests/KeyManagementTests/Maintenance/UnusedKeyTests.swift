import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import Synchronization
import TestKit
import Testing

/// What becomes of keys that nobody uses, in projects that say so.
@Suite struct UnusedKeyTests {
    /// Everything that was told.
    private final class News: Sendable {
        private let items = Mutex<[UnusedKeyNews]>([])

        var all: [UnusedKeyNews] { self.items.withLock { $0 } }
        func add(_ item: UnusedKeyNews) { self.items.withLock { $0.append(item) } }
    }

    private static let day: Int64 = 86_400

    /// A project that suspends keys after 90 days, and so many keys of it.
    private func make(
        keys: Int, days: UInt32? = 90
    ) async throws -> (world: ManagementWorld, keys: [KeyID], project: ProjectID) {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        try await self.set(days, environment.projectID, world)
        var made: [KeyID] = []
        for number in 0..<keys {
            made.append(
                try await world.issue(in: environment, name: "key-\(number)") { $0.expiry = .never(reason: "test") }.id)
        }
        return (world, made, environment.projectID)
    }

    private func set(_ days: UInt32?, _ project: ProjectID, _ world: ManagementWorld) async throws {
        var update = UpdateProject(project)
        update.unusedKeyDays = days.map { .value($0) } ?? .null
        let revision = try await world.answer(GetProject(project)).revision
        try await world.perform(update, .init(expectedRevision: revision))
    }

    private func use(_ ids: [KeyID], _ world: ManagementWorld) async throws {
        for id in ids {
            try await world.perform(
                RecordUsage([
                    VersionUsage(
                        keyID: id, versionNumber: 1, at: world.clock.now, address: IPAddress(ipv4: 1), userAgent: "",
                        route: "orders")
                ]))
        }
    }

    /// One round over everything.
    private func sweep(_ world: ManagementWorld) async throws -> [UnusedKeyNews] {
        let news = News()
        var sweep = UnusedKeySweep(world.plane) { news.add($0) }
        try await sweep.step()
        return news.all
    }

    private func findings(_ id: KeyID, _ world: ManagementWorld) async throws -> [ReviewFinding] {
        try await world.answer(ReviewOneKey(id, observed: .init())).findings
    }

    @Test func `a key that nobody uses gets notice once, and is suspended a fortnight later`() async throws {
        let (world, keys, _) = try await self.make(keys: 30)
        let (lazy, busy) = (keys[0], Array(keys.dropFirst()))
        world.clock.advance(seconds: 75 * Self.day)
        try await self.use(busy, world)
        #expect(try await self.sweep(world).isEmpty)
        world.clock.advance(seconds: Self.day)
        let end = world.clock.now.adding(seconds: 14 * Self.day)
        #expect(try await self.sweep(world) == [.noticed(lazy, until: end)])
        #expect(try await self.sweep(world).isEmpty)
        let entry = try #require(await world.entries().last)
        #expect(entry.action == .keyUnusedNotice && entry.object.id == lazy.description)
        #expect(entry.actor.type == "system" && entry.reason == "to be suspended on \(end)")
        #expect(try await world.answer(GetKey(lazy)).suspendsAt == end)
        #expect(try await self.findings(lazy, world).contains(.idleNotice))
        world.clock.advance(seconds: 14 * Self.day)
        #expect(try await self.findings(lazy, world).contains(.idlePastPolicy))
        #expect(try await self.sweep(world) == [.suspended(lazy)])
        let record = try await world.record(lazy)
        #expect(record.state == .suspended && record.stateChange?.reason == "not used for 90 days")
        #expect(record.stateChange?.actor == "system")
        let suspension = try #require(await world.entries().last)
        #expect(suspension.action == .keySuspend && suspension.actor.type == "system")
        for id in busy { #expect(try await world.record(id).state == .active) }
    }

    @Test func `a key that is used after its notice stays`() async throws {
        let (world, keys, _) = try await self.make(keys: 1)
        world.clock.advance(seconds: 76 * Self.day)
        #expect(try await self.sweep(world).count == 1)
        world.clock.advance(seconds: 13 * Self.day)
        try await self.use(keys, world)
        #expect(try await world.answer(GetKey(keys[0])).suspendsAt == nil)
        world.clock.advance(seconds: 2 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        #expect(try await world.record(keys[0]).state == .active)
    }

    @Test func `resume begins its time anew, before the end and after it`() async throws {
        let (world, keys, _) = try await self.make(keys: 1)
        world.clock.advance(seconds: 80 * Self.day)
        #expect(try await self.sweep(world).count == 1)
        try await world.perform(ResumeKey(keys[0], reason: "a yearly report"))
        world.clock.advance(seconds: 75 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        world.clock.advance(seconds: Self.day)
        #expect(try await self.sweep(world).count == 1)
        world.clock.advance(seconds: 14 * Self.day)
        #expect(try await self.sweep(world) == [.suspended(keys[0])])
        try await world.perform(ResumeKey(keys[0]))
        world.clock.advance(seconds: 75 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        #expect(try await world.record(keys[0]).state == .active)
    }

    @Test func `a rule that is new gives every key its notice first`() async throws {
        let (world, keys, project) = try await self.make(keys: 1, days: nil)
        world.clock.advance(seconds: 365 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        try await self.set(90, project, world)
        let end = world.clock.now.adding(seconds: 14 * Self.day)
        #expect(try await self.sweep(world) == [.noticed(keys[0], until: end)])
        world.clock.advance(seconds: 13 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        world.clock.advance(seconds: Self.day)
        #expect(try await self.sweep(world) == [.suspended(keys[0])])
    }

    @Test func `a project that takes its rule back suspends nobody`() async throws {
        let (world, keys, project) = try await self.make(keys: 1)
        world.clock.advance(seconds: 80 * Self.day)
        #expect(try await self.sweep(world).count == 1)
        try await self.set(nil, project, world)
        world.clock.advance(seconds: 80 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
        #expect(try await world.answer(GetKey(keys[0])).suspendsAt == nil)
    }

    @Test func `keys that are stopped, revoked or expired are left alone`() async throws {
        let (world, keys, _) = try await self.make(keys: 3)
        try await world.perform(SuspendKey(keys[0]))
        try await world.perform(RevokeKey(keys[1]))
        var update = UpdateKey(keys[2])
        update.expiry = .at(world.clock.now.adding(seconds: 30 * Self.day))
        try await world.perform(update, .init(expectedRevision: 1))
        world.clock.advance(seconds: 200 * Self.day)
        #expect(try await self.sweep(world).isEmpty)
    }

    @Test func `a jump of the clock suspends nobody without notice, and no mass of keys after it`() async throws {
        let (world, keys, project) = try await self.make(keys: 30)
        world.clock.setWallTime(world.clock.now.adding(seconds: 3_650 * Self.day))
        #expect(try await self.sweep(world).count == 30)
        for id in keys { #expect(try await world.record(id).state == .active) }
        // Another jump: now all are over at once.
        world.clock.setWallTime(world.clock.now.adding(seconds: 3_650 * Self.day))
        let news = try await self.sweep(world)
        guard case .held("orders", let endings) = news.first else {
            Issue.record("nothing is held: \(news)")
            return
        }
        #expect(news.count == 1 && endings.ending == 30 && endings.live == 30)
        for id in keys { #expect(try await world.record(id).state == .active) }
        #expect(world.plane.unusedKeys.holds.map(\.projectID) == [project])
        let entry = try #require(await world.entries().last)
        #expect(entry.action == .unusedKeysHold && entry.reason == "30 of 30 keys")
        // Said once.
        #expect(try await self.sweep(world).isEmpty)
        #expect(try await self.findings(keys[0], world).contains(.idlePastPolicy))
    }

    @Test func `what is held back is done once somebody says that it is right, and once only`() async throws {
        let (world, keys, project) = try await self.make(keys: 30)
        world.plane.unusedKeys.confirm(project)
        world.clock.advance(seconds: 76 * Self.day)
        #expect(try await self.sweep(world).count == 30)
        world.clock.advance(seconds: 14 * Self.day)
        // Said before anything was held back, it says nothing.
        #expect(try await self.sweep(world).count == 1)
        world.plane.unusedKeys.confirm(project)
        #expect(try await Set(self.sweep(world)) == Set(keys.map { .suspended($0) }))
        #expect(world.plane.unusedKeys.holds.isEmpty)
    }

    @Test func `nothing is held back of a project that takes its rule back`() async throws {
        let (world, keys, project) = try await self.make(keys: 3)
        world.clock.advance(seconds: 76 * Self.day)
        #expect(try await self.sweep(world).count == 3)
        world.clock.advance(seconds: 14 * Self.day)
        #expect(try await self.sweep(world).count == 1 && world.plane.unusedKeys.holds.count == 1)
        try await self.set(nil, project, world)
        #expect(try await self.sweep(world).isEmpty && world.plane.unusedKeys.holds.isEmpty)
        for id in keys { #expect(try await world.record(id).state == .active) }
    }

    @Test func `a round goes on where the last step ended, and another begins after a while`() async throws {
        let (world, keys, _) = try await self.make(keys: 2)
        let news = News()
        var sweep = UnusedKeySweep(world.plane) { news.add($0) }
        try await sweep.step()
        world.clock.advance(seconds: 76 * Self.day)
        try await sweep.step()
        #expect(news.all.count == 2)
        world.clock.advance(seconds: 1)
        try await self.use(keys, world)
        try await sweep.step()
        #expect(news.all.count == 2)
    }

    @Test(arguments: [0, 3_651]) func `an absurd number of days is refused`(_ days: UInt32) async throws {
        let (world, _, project) = try await self.make(keys: 0)
        await #expect(throws: ManagementError.self) { try await self.set(days, project, world) }
        await #expect(throws: ManagementError.self) {
            try await world.perform(CreateProject(name: "other", unusedKeyDays: days))
        }
    }
}
