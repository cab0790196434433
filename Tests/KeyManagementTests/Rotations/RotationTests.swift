import Admission
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct RotationTests {
    private static let day: Int64 = 86_400

    @Test func `both versions admit until the new one has been in use for the overlap`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment()) { issue in
            issue.expiry = .at(world.clock.now.adding(seconds: 80 * Self.day))
        }
        let desk = world.desk()
        let rotated = try await world.perform(RotateKey(made.id, reason: "yearly"))
        #expect(rotated.versionNumber == 2)
        #expect(rotated.key.versions.map(\.state) == [.retiring, .pending])
        #expect(rotated.key.rotation?.state == .pending)
        world.clock.advance(seconds: 2 * Self.day)
        #expect(desk.refusal(of: try made.bytes()) == nil)
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 2, at: world.clock.now)]))
        let overlapping = try await world.answer(GetKey(made.id))
        #expect(overlapping.rotation?.state == .overlapping)
        #expect(overlapping.versions.map(\.state) == [.retiring, .current])
        world.clock.advance(seconds: Self.day - 1)
        #expect(desk.refusal(of: try made.bytes()) == nil)
        world.clock.advance(seconds: 1)
        #expect(desk.refusal(of: try made.bytes()) == .keyVersionRetired)
        #expect(desk.refusal(of: try rotated.bytes()) == nil)
    }

    @Test func `the hard stop ends the old version though nobody switched`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let desk = world.desk()
        try await world.perform(RotateKey(made.id))
        world.clock.advance(seconds: 7 * Self.day - 1)
        #expect(desk.refusal(of: try made.bytes()) == nil)
        world.clock.advance(seconds: 1)
        #expect(desk.refusal(of: try made.bytes()) == .keyVersionRetired)
    }

    @Test func `a first use shortly before the hard stop does not move it`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let desk = world.desk()
        try await world.perform(RotateKey(made.id, overlapSeconds: 3600, hardStopSeconds: 7200))
        world.clock.advance(seconds: 7000)
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 2, at: world.clock.now)]))
        world.clock.advance(seconds: 200)
        #expect(desk.refusal(of: try made.bytes()) == .keyVersionRetired)
    }

    @Test func `with an overlap of 0 the old versions are dead with the answer`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let outcome = try await world.plane.create(
            RotateKey(made.id, overlapSeconds: 0), by: ManagementWorld.root)
        let desk = world.desk()
        #expect(desk.refusal(of: try made.bytes()) == .keyVersionRetired)
        #expect(desk.refusal(of: try outcome.value.bytes()) == nil)
        #expect(outcome.receipt?.isPending == false)
        #expect(outcome.value.key.rotation?.state == .finished)
    }

    @Test func `id, limits, grants and history carry over`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment(), name: "api") { issue in
            issue.limits = RecordFixtures().key.limits
            issue.tags = ["t"]
        }
        let rotated = try await world.perform(RotateKey(made.id)).key.record
        #expect(rotated.id == made.id && rotated.name == "api" && rotated.tags == ["t"])
        #expect(rotated.limits == made.key.record.limits && rotated.grants == made.key.record.grants)
        #expect(rotated.versions[0].digest == made.key.record.versions[0].digest)
    }

    @Test func `a rotation nobody has used can be taken back`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        let rotation = try #require(rotated.key.rotation).rotation.id
        let cancelled = try await world.perform(CancelRotation(made.id, rotation: rotation))
        #expect(cancelled.versions.map(\.state) == [.current, .retired])
        #expect(cancelled.rotation?.state == .cancelled)
        #expect(world.desk().refusal(of: try rotated.bytes()) == .keyVersionRetired)
        world.clock.advance(seconds: 30 * Self.day)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        let again = try await world.perform(CancelRotation(made.id, rotation: rotation))
        #expect(again.record == cancelled.record)
    }

    @Test func `a rotation in use cannot be taken back, noted or only seen`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let rotation = try #require(await world.perform(RotateKey(made.id)).key.rotation).rotation.id
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 2, at: world.clock.now)]))
        await expectRefusal(.rotationNotPending) {
            try await world.perform(CancelRotation(made.id, rotation: rotation))
        }
        let seeing = try await ManagementWorld(
            seed: 2, insight: .init(requestsLastDay: { _ in nil }, hasBeenUsed: { _, version in version == 2 }))
        let other = try await seeing.issue(in: seeing.makeEnvironment())
        let unnoted = try #require(await seeing.perform(RotateKey(other.id)).key.rotation).rotation.id
        await expectRefusal(.rotationNotPending) {
            try await seeing.perform(CancelRotation(other.id, rotation: unnoted))
        }
    }

    @Test func `a version whose use is only seen is not taken for unused`() async throws {
        let seen = UsageInsight(requestsLastDay: { _ in nil }, hasBeenUsed: { _, version in version == 2 })
        let world = try await ManagementWorld(insight: seen)
        let environment = try await world.makeEnvironment()
        let (first, second) = (try await world.issue(in: environment), try await world.issue(in: environment))
        let switched = try await world.perform(RotateKey(first.id))
        try await world.perform(RotateKey(first.id))
        let desk = world.desk()
        #expect(desk.refusal(of: try switched.bytes()) == nil, "the next rotation does not end a secret in use")
        try await world.perform(RotateKey(second.id))
        let details = try await world.perform(RevokeVersion(second.id, number: 2))
        #expect(details.rotation?.state == .overlapping)
        #expect(desk.refusal(of: try second.bytes()) == nil)
        world.clock.advance(seconds: Self.day)
        #expect(desk.refusal(of: try second.bytes()) == .keyVersionRetired)
    }

    @Test func `dead versions never push out a live one`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let desk = world.desk()
        for _ in 0..<40 { try await world.perform(RotateKey(made.id, overlapSeconds: 0)) }
        var live = [try await world.perform(RotateKey(made.id, overlapSeconds: 0))]
        for _ in 0..<3 {
            live.append(try await world.perform(RotateKey(made.id)))
            let use = FirstUse(keyID: made.id, versionNumber: live[live.count - 1].versionNumber, at: world.clock.now)
            try await world.perform(NoteFirstUses([use]))
        }
        for _ in 0..<10 {
            try await world.perform(RevokeVersion(made.id, number: live[3].versionNumber))
            live[3] = try await world.perform(RotateKey(made.id))
            for version in live { #expect(desk.refusal(of: try version.bytes()) == nil) }
        }
        #expect(try await world.record(made.id).versions.count == KeyRecord.mostVersions)
    }

    @Test func `another key's rotation is not found`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let (first, second) = (try await world.issue(in: environment), try await world.issue(in: environment))
        let rotation = try #require(await world.perform(RotateKey(first.id)).key.rotation).rotation.id
        await expectRefusal(.notFound) { try await world.perform(CancelRotation(second.id, rotation: rotation)) }
    }

    @Test func `a new rotation cancels one that is pending`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let first = try await world.perform(RotateKey(made.id))
        let second = try await world.perform(RotateKey(made.id))
        let desk = world.desk()
        #expect(second.versionNumber == 3)
        #expect(desk.refusal(of: try first.bytes()) == .keyVersionRetired)
        #expect(desk.refusal(of: try second.bytes()) == nil)
        #expect(desk.refusal(of: try made.bytes()) == nil)
    }

    @Test func `four versions can admit, a fifth is refused until one ends`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        for version in 2...4 as ClosedRange<UInt32> {
            try await world.perform(RotateKey(made.id))
            try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: version, at: world.clock.now)]))
        }
        await expectRefusal(.tooManyLiveVersions) { try await world.perform(RotateKey(made.id)) }
        try await world.perform(RevokeVersion(made.id, number: 1))
        try await world.perform(RotateKey(made.id))
        let emergency = try await world.perform(RotateKey(made.id, overlapSeconds: 0))
        #expect(world.desk().refusal(of: try emergency.bytes()) == nil)
    }

    @Test func `overlap and hard stop have their bounds`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        await expectObjections(["/overlap_seconds", "/hard_stop_seconds"]) {
            try await world.perform(RotateKey(made.id, overlapSeconds: 7_776_001))
        }
        await expectObjections(["/hard_stop_seconds"]) {
            try await world.perform(RotateKey(made.id, overlapSeconds: 61, hardStopSeconds: 60))
        }
        await expectObjections(["/hard_stop_seconds"]) {
            try await world.perform(RotateKey(made.id, overlapSeconds: 0, hardStopSeconds: 0))
        }
        let long = try await world.perform(RotateKey(made.id, overlapSeconds: 1_000_000))
        let rotation = try #require(long.key.rotation).rotation
        #expect(rotation.hardStopAt == world.clock.now.adding(seconds: 1_000_000))
    }

    @Test func `who is still on the old version is told, until they switch`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let use = { (version: UInt32, address: UInt32, agent: String) in
            VersionUsage(
                keyID: made.id, versionNumber: version, at: world.clock.now, address: IPAddress(ipv4: address),
                userAgent: agent, route: "orders")
        }
        try await world.perform(RecordUsage([use(1, 1, "gone before")]))
        world.clock.advance(seconds: 60)
        try await world.perform(RotateKey(made.id))
        world.clock.advance(seconds: 60)
        try await world.perform(RecordUsage([use(1, 1, "slow"), use(1, 2, "quick")]))
        world.clock.advance(seconds: 60)
        try await world.perform(RecordUsage([use(2, 2, "quick")]))
        let callers = try #require(await world.answer(GetKey(made.id)).rotation).callersOnOld
        #expect(callers.map(\.userAgent) == ["slow"])
    }
}
