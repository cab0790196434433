import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing
import Timekeeping

/// A server whose clock was ten years ahead, and was put right.
@Suite struct TimeTakenBackTests {
    private struct Ahead {
        let world: ManagementWorld
        let clock: ClockGuard

        /// It runs, ten years ahead, with a key that nobody's rotation has ended yet; then the clock is put right.
        init(isKept: Bool = false) async throws {
            self.world = try await ManagementWorld()
            self.world.clock.setWallTime(ManualClock.start.adding(seconds: 315_360_000))
            self.world.clock.startSteadily(after: .init())
            self.clock = ClockGuard(self.world.clock.guarded, publication: self.world.publication)
            _ = try await self.world.makeEnvironment()
            try await self.world.perform(MaintenanceTick())
            self.world.clock.advance(seconds: 10)
            self.world.clock.setWallTime(ManualClock.start, isKept: isKept)
        }

        func follow() async throws {
            _ = try await self.clock.follow(
                self.world.clock.wall, by: ManagementWorld.root, through: self.world.plane)
        }

        /// Killed, and started again by a clock that no time source keeps.
        func restart() async throws {
            self.world.clock.setWallTime(self.world.clock.wall)
            self.world.clock.startSteadily(after: try await self.world.store.read { try .init(of: $0) })
            ClockGuard(self.world.clock.guarded, publication: self.world.publication).look()
        }

        func tick() async throws {
            try await self.world.perform(MaintenanceTick(evenTime: self.world.clock.evenTime))
        }
    }

    @Test func `somebody takes time back: it is dated by the clock, and every start after goes by it`() async throws {
        let server = try await Ahead()
        let world = server.world
        #expect(server.clock.status().lead == -315_360_010_000)
        try await server.follow()
        let entry = try #require(try await world.entries().last)
        #expect(entry.action == .clockFollow && entry.timestamp == ManualClock.start.milliseconds)
        #expect(entry.reason == "the clock is 315360010 seconds behind")
        for life in 0..<3 as Range<Int64> {
            #expect(world.clock.now == ManualClock.start.adding(seconds: life * 5))
            #expect(world.clock.lead == 0)
            // The second is killed before it wrote anything.
            if life != 1 { try await server.tick() }
            world.clock.advance(seconds: 5)
            try await server.restart()
        }
        let mark = try #require(try await world.store.read { try $0.moment(.rotationsNoted) })
        #expect(mark < ManualClock.start.adding(seconds: 60))
    }

    @Test func `a dry run takes nothing back`() async throws {
        let server = try await Ahead()
        _ = try await server.clock.follow(
            server.world.clock.wall, by: ManagementWorld.root, through: server.world.plane, isDryRun: true)
        try await server.tick()
        #expect(server.world.clock.now > ManualClock.start.adding(seconds: 315_000_000))
        let mark = try await server.world.store.read { try $0.moment(.rotationsNoted) }
        #expect(try #require(mark) > ManualClock.start.adding(seconds: 315_000_000))
    }

    @Test func `a time source takes time back: the next tick writes it down, and starts go by it`() async throws {
        let server = try await Ahead(isKept: true)
        #expect(server.world.clock.now > ManualClock.start.adding(seconds: 315_000_000))
        server.world.clock.advance(seconds: 61)
        #expect(server.world.clock.now == ManualClock.start.adding(seconds: 61))
        try await server.tick()
        try await server.restart()
        #expect(server.world.clock.now == ManualClock.start.adding(seconds: 61), "though the last entry says otherwise")
        #expect(
            try await server.world.entries().last?.timestamp ?? 0 > ManualClock.start.milliseconds + 315_000_000_000)
    }

    @Test func `rotations after time was taken back get their entries`() async throws {
        let server = try await Ahead()
        try await server.follow()
        let world = server.world
        let environment = try #require(try await world.answer(ListEnvironments()).items.first)
        let made = try await world.issue(in: environment)
        try await world.perform(RotateKey(made.id, overlapSeconds: 5, hardStopSeconds: 10))
        try await server.tick()
        world.clock.advance(seconds: 10)
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.count == 1)
    }

    @Test func `a secret that an act ended stays ended when time is taken back`() async throws {
        let world = try await ManagementWorld()
        world.clock.setWallTime(ManualClock.start.adding(seconds: 315_360_000))
        world.clock.startSteadily(after: .init())
        let environment = try await world.makeEnvironment()
        let old = try await world.issue(in: environment)
        try await world.perform(RotateKey(old.id, overlapSeconds: 0))
        let kept = try await world.issue(in: environment)
        let rotated = try await world.perform(RotateKey(kept.id, overlapSeconds: 60))
        let rotation = try #require(rotated.key.record.rotation?.id)
        try await world.perform(CancelRotation(kept.id, rotation: rotation))
        world.clock.setWallTime(ManualClock.start)
        let clock = ClockGuard(world.clock.guarded, publication: world.publication)
        _ = try await clock.follow(world.clock.wall, by: ManagementWorld.root, through: world.plane)
        #expect(world.clock.now == ManualClock.start)
        let desk = world.desk()
        #expect(desk.refusal(of: try old.bytes()) == .keyVersionRetired)
        #expect(desk.refusal(of: try #require(rotated.token).copy) == .keyVersionRetired)
        #expect(desk.refusal(of: try kept.bytes()) == nil)
    }

    @Test func `what is done while nothing else can be written is no sign of a wrong clock`() async throws {
        let world = try await ManagementWorld()
        world.clock.startSteadily(after: .init())
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        try await world.perform(MaintenanceTick())
        world.clock.advance(seconds: 3600)
        try await world.perform(SuspendKey(key.id))
        // The battery of its clock is empty.
        world.clock.setWallTime(ManualClock.start.adding(seconds: -3600))
        world.clock.startSteadily(after: try await world.store.read { try .init(of: $0) })
        #expect(world.clock.now == ManualClock.start.adding(seconds: 3600))
    }

    @Test func `a clock behind by less than a day takes nothing back`() async throws {
        let world = try await ManagementWorld()
        world.clock.startSteadily(after: .init())
        try await world.perform(MaintenanceTick())
        world.clock.setWallTime(ManualClock.start.adding(seconds: -7200))
        let clock = ClockGuard(world.clock.guarded, publication: world.publication)
        _ = try await clock.follow(world.clock.wall, by: ManagementWorld.root, through: world.plane)
        #expect(try await world.entries().last?.timestamp == ManualClock.start.milliseconds)
        try await world.perform(MaintenanceTick(evenTime: world.clock.evenTime))
        world.clock.startSteadily(after: try await world.store.read { try .init(of: $0) })
        #expect(world.clock.now == ManualClock.start)
    }
}
