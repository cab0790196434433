import Admission
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct KeyStateTests {
    @Test func `a suspended key is refused from the answer on and comes back when resumed`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let token = try made.bytes()
        let desk = world.desk()
        let suspended = try await world.perform(SuspendKey(made.id, reason: "odd traffic"))
        #expect(desk.refusal(of: token) == .keySuspended)
        #expect(suspended.record.stateChange == .init(actor: "local:0", at: world.clock.now, reason: "odd traffic"))
        #expect(suspended.status == .suspended && suspended.record.revision == 2)
        try await world.perform(ResumeKey(made.id))
        #expect(desk.refusal(of: token) == nil)
    }

    @Test func `what is so already stays so, without revision and entry`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(ResumeKey(made.id))
        try await world.perform(SuspendKey(made.id))
        let entries = try await world.entries().count
        let again = try await world.perform(SuspendKey(made.id, reason: "once more"))
        #expect(again.record.revision == 2)
        #expect(try await world.entries().count == entries)
    }

    @Test func `revoked is final`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let revoked = try await world.perform(RevokeKey(made.id, reason: "leaked"))
        #expect(revoked.status == .revoked)
        #expect(world.desk().refusal(of: try made.bytes()) == .credentialRevoked)
        await expectRefusal(.keyRevoked) { try await world.perform(ResumeKey(made.id)) }
        await expectRefusal(.keyRevoked) { try await world.perform(SuspendKey(made.id)) }
        await expectRefusal(.keyRevoked) { try await world.perform(RotateKey(made.id)) }
        await expectRefusal(.keyRevoked) { try await world.perform(UpdateKey(made.id)) }
        await expectRefusal(.keyRevoked) { try await world.perform(RevokeVersion(made.id, number: 1)) }
        let again = try await world.perform(RevokeKey(made.id))
        #expect(again.record == revoked.record)
    }

    @Test func `a revocation with grace ends the key when the grace is over, and can only be brought forward`()
        async throws
    {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let token = try made.bytes()
        let desk = world.desk()
        try await world.perform(RevokeKey(made.id, graceSeconds: 3600))
        #expect(desk.refusal(of: token) == nil)
        let later = try await world.perform(RevokeKey(made.id, graceSeconds: 7200))
        #expect(later.record.revision == 2)
        try await world.perform(RevokeKey(made.id, graceSeconds: 60))
        world.clock.advance(milliseconds: 59_999)
        #expect(desk.refusal(of: token) == nil)
        world.clock.advance(milliseconds: 1)
        #expect(desk.refusal(of: token) == .credentialRevoked)
        await expectRefusal(.keyRevoked) { try await world.perform(ResumeKey(made.id)) }
        await expectObjections(["/grace_seconds"]) { try await world.perform(RevokeKey(made.id, graceSeconds: .max)) }
    }

    @Test func `an expired key can be given a later end`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment()) { issue in
            issue.expiry = .at(world.clock.now.adding(seconds: 10))
        }
        let desk = world.desk()
        world.clock.advance(seconds: 10)
        #expect(desk.refusal(of: try made.bytes()) == .keyExpired)
        await expectRefusal(.keyExpired) { try await world.perform(RotateKey(made.id)) }
        var update = UpdateKey(made.id)
        update.expiry = .at(world.clock.now.adding(seconds: 10))
        try await world.perform(update)
        #expect(desk.refusal(of: try made.bytes()) == nil)
    }

    @Test func `one version can be revoked alone`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id, overlapSeconds: 60))
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 2, at: world.clock.now)]))
        let details = try await world.perform(RevokeVersion(made.id, number: 1, reason: "in a log"))
        #expect(details.versions.map(\.state) == [.revoked, .current])
        let desk = world.desk()
        #expect(desk.refusal(of: try made.bytes()) == .credentialRevoked)
        #expect(desk.refusal(of: try rotated.bytes()) == nil)
        let again = try await world.perform(RevokeVersion(made.id, number: 1))
        #expect(again.record == details.record)
        await expectRefusal(.notFound) { try await world.perform(RevokeVersion(made.id, number: 9)) }
    }

    @Test func `a version can be given a grace period`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let details = try await world.perform(RevokeVersion(made.id, number: 1, graceSeconds: 60))
        #expect(details.versions[0].state == .retiring)
        let desk = world.desk()
        #expect(desk.refusal(of: try made.bytes()) == nil)
        world.clock.advance(seconds: 60)
        #expect(desk.refusal(of: try made.bytes()) == .keyVersionRetired)
    }

    @Test func `giving the unused version of a rotation a grace period lets the old one go on too`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        let details = try await world.perform(RevokeVersion(made.id, number: 2, graceSeconds: 60))
        #expect(details.rotation?.state == .cancelled)
        let desk = world.desk()
        #expect(desk.refusal(of: try rotated.bytes()) == nil)
        world.clock.advance(seconds: 60)
        #expect(desk.refusal(of: try rotated.bytes()) == .keyVersionRetired)
        world.clock.advance(seconds: 30 * 86_400)
        #expect(desk.refusal(of: try made.bytes()) == nil)
    }

    @Test func `revoking the unused version of a rotation lets the old one go on`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        let details = try await world.perform(RevokeVersion(made.id, number: 2))
        #expect(details.versions.map(\.state) == [.current, .revoked])
        #expect(details.rotation?.state == .cancelled)
        world.clock.advance(seconds: 30 * 86_400)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        #expect(world.desk().refusal(of: try rotated.bytes()) == .credentialRevoked)
    }
}
