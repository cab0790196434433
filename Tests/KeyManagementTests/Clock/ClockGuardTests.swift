import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing
import Timekeeping

@Suite struct ClockGuardTests {
    /// A server that was down while its clock was set ahead, or while time went by: ten keys for a month, one for a year.
    private struct Restarted {
        let world: ManagementWorld
        let clock: ClockGuard
        let stopped: WallTime

        init(ahead seconds: Int64, isKept: Bool = false, keys: Int = 10) async throws {
            let world = try await ManagementWorld()
            let environment = try await world.makeEnvironment()
            for number in 0..<keys {
                _ = try await world.issue(in: environment, name: "month-\(number)") {
                    $0.expiry = .at(ManualClock.start.adding(seconds: 2_592_000))
                }
            }
            _ = try await world.issue(in: environment, name: "year") {
                $0.expiry = .at(ManualClock.start.adding(seconds: 31_536_000))
            }
            self.world = world
            self.stopped = world.clock.now
            world.clock.setWallTime(self.stopped.adding(seconds: seconds), isKept: isKept)
            world.clock.startSteadily(after: try await world.store.read { try .init(of: $0) })
            self.clock = ClockGuard(world.clock.guarded, publication: world.publication)
        }
    }

    private static let month: Int64 = 2_592_001

    @Test func `a start that few keys would end by goes by the clock`() async throws {
        let server = try await Restarted(ahead: 86_400 * 20)
        #expect(server.world.clock.now == server.stopped.adding(seconds: 20), "until somebody has looked")
        #expect(server.clock.look() == nil)
        #expect(server.world.clock.now == server.stopped.adding(seconds: 86_400 * 20))
        #expect(server.clock.held == nil)
    }

    @Test(arguments: [false, true])
    func `a start that many keys would end by waits, whether or not a time source keeps the clock`(isKept: Bool)
        async throws
    {
        let server = try await Restarted(ahead: Self.month, isKept: isKept)
        #expect(server.clock.look() == .init(live: 11, ending: 10))
        #expect(server.clock.held == .init(live: 11, ending: 10))
        server.world.clock.advance(seconds: 600)
        #expect(server.clock.look() == .init(live: 11, ending: 10))
        #expect(server.world.clock.now == server.stopped.adding(seconds: 600))
        let status = server.clock.status()
        #expect(status.isHeld && status.lead == Self.month * 1000)
        #expect(status.systemTime == server.stopped.adding(seconds: 600 + Self.month))
    }

    @Test func `a time source is believed for a day, however many keys end`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        for number in 0..<5 {
            _ = try await world.issue(in: environment, name: "hour-\(number)") {
                $0.expiry = .at(ManualClock.start.adding(seconds: 3600))
            }
        }
        let stopped = world.clock.now
        for (isKept, held) in [(false, KeyEndings(live: 5, ending: 5)), (true, nil)] {
            world.clock.setWallTime(stopped.adding(seconds: 7200), isKept: isKept)
            world.clock.startSteadily(afterEntryAt: stopped)
            #expect(ClockGuard(world.clock.guarded, publication: world.publication).look() == held)
        }
        #expect(world.clock.now == stopped.adding(seconds: 7200))
    }

    @Test func `put right, the clock is followed and nothing has ended`() async throws {
        let server = try await Restarted(ahead: Self.month)
        #expect(server.clock.look() != nil)
        server.world.clock.setWallTime(server.stopped.adding(seconds: 30))
        #expect(server.clock.look() == nil)
        #expect(server.world.clock.now == server.stopped.adding(seconds: 30))
        #expect(server.clock.status().lead == 0)
    }

    @Test func `somebody says the clock is right: it is followed, written down, and so for the next start`()
        async throws
    {
        let server = try await Restarted(ahead: Self.month)
        server.clock.look()
        let (world, wall) = (server.world, server.world.clock.wall)
        let (trial, _) = try await server.clock.follow(
            wall, by: ManagementWorld.root, through: world.plane, isDryRun: true)
        #expect(trial.isHeld && server.clock.held != nil)
        let (status, outcome) = try await server.clock.follow(
            wall.adding(seconds: -59), by: ManagementWorld.root, through: world.plane)
        #expect(outcome?.proofs.count == 1)
        #expect(!status.isHeld && status.lead == 0 && status.time == wall)
        let entry = try #require(try await world.entries().last)
        #expect(entry.action == .clockFollow)
        #expect(entry.timestamp == wall.milliseconds)
        #expect(entry.reason == "the clock is 2591981 seconds ahead; following it ends 10 of 11 keys")
        world.clock.startSteadily(after: try await world.store.read { try .init(of: $0) })
        #expect(ClockGuard(world.clock.guarded, publication: world.publication).look() == nil)
        #expect(world.clock.now == wall, "what has ended stays so")
    }

    @Test func `whoever read another clock, or has not the right, changes nothing`() async throws {
        let server = try await Restarted(ahead: Self.month)
        server.clock.look()
        let wall = server.world.clock.wall
        let moved = await #expect(throws: ManagementError.self) {
            try await server.clock.follow(
                wall.adding(seconds: -61), by: ManagementWorld.root, through: server.world.plane)
        }
        #expect(moved?.code == .preconditionFailed)
        let made = try await server.world.perform(CreateOperator(name: "ada", level: .operator))
        let weak = Caller(actor: .operator(made.operator.id, .operator))
        let refused = await #expect(throws: ManagementError.self) {
            try await server.clock.follow(wall, by: weak, through: server.world.plane)
        }
        #expect(refused?.code == .forbidden)
        #expect(server.clock.look() != nil)
    }

    @Test func `a clock that is followed needs nobody's word`() async throws {
        let server = try await Restarted(ahead: 0)
        let (status, outcome) = try await server.clock.follow(
            server.stopped, by: ManagementWorld.root, through: server.world.plane)
        #expect(outcome == nil && status.lead == 0)
    }

    @Test func `what is written down and followed is the clock as it was when it was decided`() async throws {
        let server = try await Restarted(ahead: Self.month)
        let (world, wall) = (server.world, server.world.clock.wall)
        let moving = GuardedClock(
            time: world.clock.source,
            look: {
                defer { world.clock.setWallTime(wall.adding(seconds: 315_360_000)) }
                return world.clock.look
            }, follow: { world.clock.follow($0, isConfirmed: $1) })
        _ = try await ClockGuard(moving, publication: world.publication)
            .follow(wall, by: ManagementWorld.root, through: world.plane)
        #expect(try await world.entries().last?.timestamp == wall.milliseconds)
        #expect(world.clock.now == wall)
        #expect(world.clock.lead == 315_360_000_000)
    }

    @Test func `a small environment is held beside a large one that loses nothing`() async throws {
        let world = try await ManagementWorld()
        let large = try await world.makeEnvironment()
        for number in 0..<90 { _ = try await world.issue(in: large, name: "year-\(number)") }
        let small = try await world.perform(
            CreateEnvironment(projectID: large.projectID, name: "production", tag: "prod"))
        for number in 0..<3 {
            _ = try await world.issue(in: small, name: "hour-\(number)") {
                $0.expiry = .at(ManualClock.start.adding(seconds: 3600))
            }
        }
        world.clock.setWallTime(ManualClock.start.adding(seconds: 7200))
        world.clock.startSteadily(after: try await world.store.read { try .init(of: $0) })
        let clock = ClockGuard(world.clock.guarded, publication: world.publication)
        #expect(clock.look() == .init(live: 93, ending: 3, worst: .init(small.id, live: 3, ending: 3)))
        #expect(clock.status().isHeld)
    }

    @Test func `while it is held, whoever asks is told what was counted, for ten seconds`() async throws {
        let server = try await Restarted(ahead: Self.month)
        let held = try #require(server.clock.look())
        for key in try await server.world.answer(ListKeys(.init(now: server.world.clock.now))).items.prefix(5) {
            try await server.world.perform(RevokeKey(key.record.id))
        }
        #expect(server.clock.status().endings == held)
        server.world.clock.advance(seconds: 11)
        #expect(server.clock.status().endings.live < held.live)
    }

    @Test func `a jump while it runs that a time source keeps waits as well`() async throws {
        let server = try await Restarted(ahead: 0)
        let clock = server.world.clock
        server.clock.look()
        clock.setWallTime(server.stopped.adding(seconds: Self.month), isKept: true)
        #expect(server.clock.look() == nil)
        #expect(server.clock.status().endings.ending == 10)
        clock.advance(seconds: 61)
        #expect(server.clock.look() == .init(live: 11, ending: 10))
        #expect(clock.now == server.stopped.adding(seconds: 61))
    }
}
