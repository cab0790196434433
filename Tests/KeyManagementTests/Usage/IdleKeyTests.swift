import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

/// What the control plane does for keys that have to be used now and then.
@Suite struct IdleKeyTests {
    private static func idle(_ seconds: UInt32) -> Restrictions {
        var restrictions = Restrictions()
        restrictions.further.maximumIdleSeconds = seconds
        return restrictions
    }

    /// Why a request with the token is refused; `nil` when it is admitted.
    private func judge(_ world: ManagementWorld, _ token: OneTimeToken?) -> Reason? {
        AdmissionDesk(world.publication, clock: world.clock).refusal(of: token?.copy ?? [])
    }

    private func use(_ id: KeyID, at now: WallTime) -> RecordUsage {
        RecordUsage([
            VersionUsage(
                keyID: id, versionNumber: 1, at: now, address: IPAddress(ipv4: 1), userAgent: "", route: "orders")
        ])
    }

    @Test func `a key is idle once it was not used for its time, and resume sets its time anew, with an entry`()
        async throws
    {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment()) { $0.restrictions = Self.idle(10) }
        let token = made.token
        for _ in 0..<5 {
            world.clock.advance(seconds: 9)
            #expect(self.judge(world, token) == nil)
        }
        world.clock.advance(seconds: 11)
        #expect(self.judge(world, token) == .keyIdle)
        let generation = world.publication.currentGeneration
        try await world.perform(ResumeKey(made.id, reason: "still wanted"))
        #expect(world.publication.currentGeneration > generation)
        #expect(self.judge(world, token) == nil)
        let entry = try #require(await world.entries().last)
        #expect(entry.action == .keyResume && entry.reason == "still wanted")
        #expect(try await world.record(made.id).stateChange?.at == world.clock.now)
    }

    @Test func `a use publishes nothing`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment()) { $0.restrictions = Self.idle(10) }
        let generation = world.publication.currentGeneration
        #expect(self.judge(world, made.token) == nil)
        try await world.perform(self.use(made.id, at: world.clock.now))
        #expect(world.publication.currentGeneration == generation)
    }

    @Test func `resume leaves an active key as it is where nothing counts its uses`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let entries = try await world.entries().count
        try await world.perform(ResumeKey(made.id))
        #expect(try await world.entries().count == entries)
        #expect(try await world.record(made.id).revision == 1)
    }

    @Test func `a start goes on with what the store knows, and counts no time in which nobody can have written`()
        async throws
    {
        let box = InMemoryStoreBox()
        let clock = ManualClock()
        let first = try await ManagementWorld(clock: clock, makeStore: box.make)
        let environment = try await first.makeEnvironment()
        let used = try await first.issue(in: environment, name: "used") {
            $0.restrictions = Self.idle(10)
            $0.expiry = .never(reason: "test")
        }
        let idle = try await first.issue(in: environment, name: "idle") {
            $0.restrictions = Self.idle(10)
            $0.expiry = .never(reason: "test")
        }
        clock.advance(seconds: 20)
        try await first.perform(self.use(used.id, at: clock.now))
        clock.advance(seconds: 3)
        try await first.plane.allUsesAreStored(until: clock.now)
        // The server is off for a day, and the clock is a year ahead when it comes back.
        clock.advance(seconds: 86_400)
        clock.setWallTime(clock.now.adding(seconds: 31_536_000))
        let second = try await ManagementWorld(seed: 2, clock: clock, makeStore: box.make)
        #expect(self.judge(second, used.token) == nil)
        #expect(self.judge(second, idle.token) == .keyIdle)
    }

    @Test func `a rule that comes to keys that are there asks the store when they were used`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let (old, used) = (
            try await world.issue(in: environment, name: "old"), try await world.issue(in: environment, name: "used")
        )
        world.clock.advance(seconds: 1000)
        try await world.perform(self.use(used.id, at: world.clock.now))
        try await world.plane.allUsesAreStored(until: world.clock.now)
        var policy = CreatePolicy(environmentID: environment.id, name: "tidy")
        policy.restrictions = Self.idle(100)
        let made = try await world.perform(policy)
        try await world.plane.answerUseQuestions()
        #expect(self.judge(world, old.token) == .keyIdle)
        #expect(self.judge(world, used.token) == nil)
        var update = UpdatePolicy(made.id)
        update.mode = .off
        _ = try await world.perform(update, .init(expectedRevision: made.revision))
        #expect(self.judge(world, old.token) == nil)
    }

    @Test func `a policy that was off for a while does not take keys for unused that were used meanwhile`() async throws
    {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var policy = CreatePolicy(environmentID: made.key.record.environmentID, name: "tidy")
        policy.restrictions = Self.idle(100)
        var held = try await world.perform(policy)
        #expect(self.judge(world, made.token) == nil)
        for (mode, pause) in [(PolicyMode.off, 1000), (.enforce, 0)] as [(PolicyMode, Int64)] {
            var update = UpdatePolicy(held.id)
            update.mode = mode
            held = try await world.perform(update, .init(expectedRevision: held.revision))
            world.clock.advance(seconds: pause)
            #expect(self.judge(world, made.token) == nil)
        }
    }

    @Test func `while nobody knows what the store lacks, a key that is put under a rule begins anew`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        world.clock.advance(seconds: 1000)
        var update = UpdateKey(made.id)
        update.restrictions = .value(Self.idle(100))
        try await world.perform(update, .init(expectedRevision: 1))
        try await world.plane.answerUseQuestions()
        world.clock.advance(seconds: 99)
        #expect(self.judge(world, made.token) == nil)
        world.clock.advance(seconds: 101)
        #expect(self.judge(world, made.token) == .keyIdle)
    }

    @Test(arguments: [0, 315_360_001]) func `an absurd time is refused`(_ seconds: UInt32) async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        await #expect(throws: ManagementError.self) {
            _ = try await world.issue(in: environment) { $0.restrictions = Self.idle(seconds) }
        }
    }
}
