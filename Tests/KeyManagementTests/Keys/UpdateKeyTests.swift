import Admission
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct UpdateKeyTests {
    @Test func `members that are left out stay, null ones go, others are set`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment(), name: "before") { issue in
            issue.tags = ["a", "b"]
            issue.metadata = ["keep": "1", "drop": "2", "change": "3"]
            issue.restrictions = RecordFixtures().key.restrictions
            issue.notBefore = world.clock.now
        }
        var update = UpdateKey(made.id)
        update.name = "after"
        update.tags = .null
        update.metadata = .value(["drop": nil, "change": "4", "new": "5"])
        update.notBefore = .null
        let details = try await world.perform(update)
        #expect(details.record.name == "after" && details.record.tags.isEmpty && details.record.notBefore == nil)
        #expect(details.record.metadata == ["keep": "1", "change": "4", "new": "5"])
        #expect(details.record.restrictions == made.key.record.restrictions)
        #expect(details.record.grants == made.key.record.grants)
        #expect(details.record.revision == 2)
    }

    @Test func `what changes nothing writes nothing`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment(), name: "same")
        let entries = try await world.entries().count
        var update = UpdateKey(made.id)
        update.name = "same"
        update.tags = .value([])
        let details = try await world.perform(update)
        #expect(details.record == made.key.record)
        #expect(try await world.entries().count == entries)
    }

    @Test func `rights that are taken away are gone with the answer`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var update = UpdateKey(made.id)
        update.denied = .value([PermissionPattern("orders:*")].compactMap(\.self))
        try await world.perform(update)
        #expect(world.desk().refusal(of: try made.bytes()) == .permissionMissing)
        update.denied = .null
        try await world.perform(update)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }

    @Test func `limits are changed only by those who name the revision`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var update = UpdateKey(made.id)
        update.limits = .null
        await expectRefusal(.preconditionRequired) { try await world.perform(update) }
        try await world.perform(update, .init(expectedRevision: 1))
    }

    @Test func `another revision than the one named is refused, wherever one is named`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let stale = WriteOptions(expectedRevision: 7)
        await expectRefusal(.preconditionFailed) { try await world.perform(UpdateKey(made.id), stale) }
        await expectRefusal(.preconditionFailed) { try await world.perform(SuspendKey(made.id), stale) }
        await expectRefusal(.preconditionFailed) { try await world.perform(ResumeKey(made.id), stale) }
        await expectRefusal(.preconditionFailed) { try await world.perform(RevokeKey(made.id), stale) }
        await expectRefusal(.preconditionFailed) { try await world.perform(RotateKey(made.id), stale) }
        await expectRefusal(.preconditionFailed) {
            try await world.perform(UpdateEnvironment(environment.id, name: "x"), stale)
        }
        await expectRefusal(.preconditionFailed) {
            try await world.perform(UpdateProject(environment.projectID), stale)
        }
    }

    @Test func `the rules of issuing hold for updates`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var update = UpdateKey(made.id)
        update.name = ""
        update.tags = .value(["x", "x"])
        await expectObjections(["/name", "/tags"]) { try await world.perform(update) }
        var owner = UpdateKey(made.id)
        owner.ownerID = .value(.init(high: 1, low: 1))
        await expectObjections(["/owner_id"]) { try await world.perform(owner) }
        var expiry = UpdateKey(made.id)
        expiry.expiry = .at(world.clock.now)
        await expectObjections(["/expires_at"]) { try await world.perform(expiry) }
    }
}
