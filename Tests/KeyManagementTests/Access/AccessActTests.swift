import Admission
import Auditing
import KeyManagement
import Keys
import TestKit
import Testing

/// Rights for a time, rights taken away, roles that every project has, and the rights of many keys at once.
@Suite struct AccessActTests {
    @Test func `a withdrawn permission is gone with the answer, and nothing else changes`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let pattern = try #require(PermissionPattern("orders:read"))
        let details = try await world.perform(WithdrawAccess(made.id, permissions: [pattern], reason: "INC-1"))
        #expect(world.desk().refusal(of: try made.bytes()) == .permissionMissing)
        var expected = made.key.record
        expected.grants.denied = [pattern]
        expected.revision = 2
        #expect(details.record == expected)
        #expect(try await world.entries().last?.action == .keyWithdraw)
        // A second time there is nothing to take.
        try await world.perform(WithdrawAccess(made.id, permissions: [pattern]))
        #expect(try await world.answer(GetKey(made.id)).record.revision == 2)
    }

    @Test func `a withdrawn route is gone with the answer, and an update brings it back`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(WithdrawAccess(made.id, routes: ["orders"]))
        #expect(world.desk().refusal(of: try made.bytes()) == .routeWithdrawn)
        var update = UpdateKey(made.id)
        update.withdrawnRoutes = .null
        try await world.perform(update)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        await expectRefusal(.invalid) { try await world.perform(WithdrawAccess(made.id)) }
    }

    @Test func `rights for a time come with the answer and go by themselves`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment()) { $0.grants = .init() }
        #expect(world.desk().refusal(of: try made.bytes()) == .permissionMissing)
        let pattern = try #require(PermissionPattern("orders:read"))
        try await world.perform(GrantAccess(made.id, permissions: [pattern], seconds: 60, reason: "on call"))
        #expect(world.desk().refusal(of: try made.bytes(), at: world.clock.now) == nil)
        let after = world.clock.now.adding(seconds: 60)
        #expect(world.desk().refusal(of: try made.bytes(), at: after) == .permissionMissing)
        let number = try #require(await world.answer(GetKey(made.id)).record.timedGrants.first?.number)
        let ended = try await world.perform(EndGrant(made.id, number: number))
        #expect(ended.record.timedGrants.isEmpty)
        #expect(world.desk().refusal(of: try made.bytes(), at: world.clock.now) == .permissionMissing)
        // What is asked again ends no grant that came later.
        try await world.perform(GrantAccess(made.id, permissions: [pattern], seconds: 60, reason: "again"))
        await expectRefusal(.notFound) { try await world.perform(EndGrant(made.id, number: number)) }
    }

    @Test func `roles that every project has are held without being made, and cannot be changed`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let roles = try await world.answer(ListRoles(projectID: environment.projectID)).items
        #expect(roles.map(\.name) == ["read-only", "standard", "admin", "temporary"])
        let made = try await world.issue(in: environment) { issue in
            issue.grants = .init()
            issue.roles = [roles[0].id]
        }
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        var update = UpdateRole(roles[0].id)
        update.allowed = []
        await expectRefusal(.invalid) { [update] in try await world.perform(update) }
    }

    @Test func `the temporary role is held for a time only, and no longer than a day`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let temporary = try #require(Role.builtIn(named: "temporary")).id
        await expectRefusal(.invalid) { _ = try await world.issue(in: environment) { $0.roles = [temporary] } }
        let made = try await world.issue(in: environment) { $0.grants = .init() }
        await expectRefusal(.invalid) {
            try await world.perform(GrantAccess(made.id, roles: [temporary], seconds: 86_401, reason: "x"))
        }
        try await world.perform(GrantAccess(made.id, roles: [temporary], seconds: 86_400, reason: "x"))
        #expect(world.desk().refusal(of: try made.bytes(), at: world.clock.now) == nil)
    }

    @Test func `a role that counts in one environment grants nothing in another`() async throws {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        let staging = try await world.perform(
            CreateEnvironment(projectID: live.projectID, name: "staging", tag: "stage"))
        var create = CreateRole(
            projectID: live.projectID, name: "reader",
            grants: .init(allowed: [PermissionPattern("orders:read")].compactMap(\.self)))
        create.environments = [staging.id]
        let role = try await world.perform(create)
        let made = try await world.issue(in: live) { issue in
            issue.grants = .init()
            issue.roles = [role.id]
        }
        #expect(world.desk().refusal(of: try made.bytes()) == .permissionMissing)
        var update = UpdateRole(role.id)
        update.environments = [staging.id, live.id]
        try await world.perform(update, .init(expectedRevision: 1))
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }

    @Test func `many keys are changed in one step, each with its outcome, and a dry run changes none`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        var made: [KeyWithToken] = []
        for number in 0..<5 {
            made.append(try await world.issue(in: environment, name: "key-\(number)") { $0.tags = ["batch"] })
        }
        let other = try await world.issue(in: environment, name: "other")
        var changes = KeyChanges()
        changes.addedDenials = [PermissionPattern("orders:read")].compactMap(\.self)
        var selection = BulkSelection()
        selection.tag = "batch"
        let bulk = BulkUpdateKeys(selection, changes, reason: "incident")
        let dry = try await world.perform(bulk, .init(isDryRun: true))
        #expect(dry.outcomes.count == 5)
        #expect(world.desk().refusal(of: try made[0].bytes()) == nil)
        let outcome = try await world.perform(bulk)
        #expect(outcome.outcomes.allSatisfy(\.isChanged) && outcome.outcomes.count == 5)
        for key in made { #expect(world.desk().refusal(of: try key.bytes()) == .permissionMissing) }
        #expect(world.desk().refusal(of: try other.bytes()) == nil)
        #expect(try await world.perform(bulk).outcomes.allSatisfy { !$0.isChanged })
    }
}
