import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct MaintenanceTests {
    @Test func `idempotency records go after a day`() async throws {
        let world = try await ManagementWorld()
        _ = try await world.plane.create(CreateProject(name: "a"), by: ManagementWorld.root, .idempotent("a"))
        world.clock.advance(seconds: 3600)
        _ = try await world.plane.create(CreateProject(name: "b"), by: ManagementWorld.root, .idempotent("b"))
        world.clock.advance(seconds: 86_400 - 3600 + 1)
        #expect(try await world.perform(MaintenanceTick()).removedIdempotencyRecords == 1)
        #expect(try await world.perform(MaintenanceTick()).removedIdempotencyRecords == 0)
        world.clock.advance(seconds: 3600)
        #expect(try await world.perform(MaintenanceTick()).removedIdempotencyRecords == 1)
    }

    @Test func `a rotation that ended by itself gets one entry`() async throws {
        let world = try await ManagementWorld()
        try await world.perform(MaintenanceTick())
        let made = try await world.issue(in: world.makeEnvironment())
        let rotation = try #require(
            await world.perform(RotateKey(made.id, overlapSeconds: 60, hardStopSeconds: 3600)).key.rotation)
        world.clock.advance(seconds: 3599)
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.isEmpty)
        world.clock.advance(seconds: 1)
        #expect(try await world.perform(MaintenanceTick()).finishedRotations == [rotation.rotation.id])
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.isEmpty)
        let entries = try await world.entries().filter { $0.action == .keyRotationFinish }
        #expect(entries.map(\.object.id) == [made.id.description])
        #expect(entries[0].reason == rotation.rotation.id.description)
    }

    @Test func `a clock that was set back notes nothing twice`() async throws {
        let world = try await ManagementWorld()
        try await world.perform(MaintenanceTick())
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RotateKey(made.id, overlapSeconds: 5, hardStopSeconds: 10))
        world.clock.advance(seconds: 10)
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.count == 1)
        world.clock.setWallTime(ManualClock.start.adding(seconds: -3600))
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.isEmpty)
        world.clock.setWallTime(ManualClock.start.adding(seconds: 60))
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.isEmpty)
    }

    @Test func `a first use that is noted late ends its rotation all the same`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RotateKey(made.id, overlapSeconds: 5))
        let use = FirstUse(keyID: made.id, versionNumber: 2, at: world.clock.now)
        world.clock.advance(seconds: 60)
        try await world.perform(MaintenanceTick())
        try await world.perform(NoteFirstUses([use]))
        try await world.perform(MaintenanceTick())
        let entries = try await world.entries().map(\.action).suffix(2)
        #expect(entries == [.keyVersionFirstUse, .keyRotationFinish])
        #expect(try await world.answer(GetKey(made.id)).rotation?.state == .finished)
    }

    @Test func `an emergency rotation needs no second entry`() async throws {
        let world = try await ManagementWorld()
        try await world.perform(MaintenanceTick())
        world.clock.advance(seconds: 1)
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RotateKey(made.id, overlapSeconds: 0))
        world.clock.advance(seconds: 1)
        #expect(try await world.perform(MaintenanceTick()).finishedRotations.isEmpty)
    }

    @Test func `more rotations than one tick takes are noted by the next, each once`() async throws {
        let world = try await ManagementWorld()
        try await world.perform(MaintenanceTick())
        let records = RecordFixtures()
        try await world.store.write(.ordinary) { transaction in
            try transaction.insert(records.project)
            try transaction.insert(records.environment)
            for number in 0..<620 {
                try transaction.insert(
                    records.plainKey(number) { key in
                        key.rotation = Rotation(
                            id: .init(high: 1, low: UInt64(number)), newVersion: 2, overlapSeconds: 60,
                            startedAt: ManualClock.start,
                            hardStopAt: ManualClock.start.adding(seconds: 100 + Int64(number / 50)))
                    })
            }
        }
        world.clock.advance(seconds: 1000)
        var noted: [RotationID] = []
        var report: MaintenanceReport
        repeat {
            report = try await world.perform(MaintenanceTick())
            noted += report.finishedRotations
        } while !report.finishedRotations.isEmpty
        #expect(noted.count == 620 && Set(noted).count == 620)
    }

    @Test func `keys without expiry and without owner are counted while they live`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "Billing"))
        _ = try await world.issue(in: environment) { $0.ownerID = owner.id }
        let eternal = try await world.issue(in: environment) { $0.expiry = .never(reason: "device") }
        #expect(try await world.answer(StoredFindingsQuery()) == Self.findings(1, 1))
        try await world.perform(RevokeKey(eternal.id))
        #expect(try await world.answer(StoredFindingsQuery()) == Self.findings(0, 0))
    }

    @Test func `the service ticks until it is cancelled, and reports what fails`() async throws {
        let world = try await ManagementWorld()
        await world.store.close()
        await confirmation(expectedCount: 1...) { reported in
            let task = Task {
                await Maintenance(world.plane) { error in
                    #expect(error.code == .storageUnavailable)
                    reported()
                }
                .run()
            }
            while world.clock.now == ManualClock.start { await Task.yield() }
            task.cancel()
            await task.value
        }
    }

    @Test func `after a step the store is left to others for nine times as long, after a leak for as long`() {
        #expect(Maintenance.rest(after: 0) == 1)
        #expect(Maintenance.rest(after: 7_900_000) == 71)
        #expect(Maintenance.rest(after: 7_900_000, isPressing: true) == 7)
        #expect(Maintenance.rest(after: .max) == Int(UInt64.max / 1_000_000))
    }

    private static func findings(_ withoutExpiry: Int, _ withoutOwner: Int) -> StoredFindings {
        .init(keysWithoutExpiry: withoutExpiry, keysWithoutOwner: withoutOwner)
    }
}
