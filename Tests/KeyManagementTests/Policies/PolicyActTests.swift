import Admission
import Auditing
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct PolicyActTests {
    private func capping(_ environment: Environment, _ name: String = "cap") -> CreatePolicy {
        var policy = CreatePolicy(environmentID: environment.id, name: name)
        policy.permissions = .init(allowed: [PermissionPattern("invoices:read")].compactMap(\.self))
        return policy
    }

    @Test func `a policy is in force with the answer, is looked at in shadow, and is gone when it is off`() async throws
    {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let key = try await world.issue(in: environment)
        let policy = try await world.perform(self.capping(environment))
        #expect(world.desk().refusal(of: try key.bytes()) == .permissionMissing)
        var update = UpdatePolicy(policy.id)
        for (mode, refusal) in [(PolicyMode.shadow, Reason?.none), (.enforce, .permissionMissing), (.off, nil)] {
            update.mode = mode
            let revision = try await world.answer(GetPolicy(policy.id)).revision
            try await world.perform(update, .init(expectedRevision: revision))
            #expect(world.desk().refusal(of: try key.bytes()) == refusal)
        }
        let actions = try await world.entries().suffix(4).map(\.action)
        #expect(actions == [.policyCreate, .policyUpdate, .policyUpdate, .policyUpdate])
    }

    @Test func `a policy that is changed must be named as it was read`() async throws {
        let world = try await ManagementWorld()
        let policy = try await world.perform(self.capping(world.makeEnvironment()))
        var update = UpdatePolicy(policy.id)
        update.rolloutPercent = 5
        await expectRefusal(.preconditionRequired) { try await world.perform(update) }
        await expectRefusal(.preconditionFailed) { try await world.perform(update, .init(expectedRevision: 9)) }
        #expect(try await world.perform(update, .init(expectedRevision: 1)).rolloutPercent == 5)
    }

    @Test func `a policy that asks for nothing, names what is not there, or comes to a full house is refused`()
        async throws
    {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        await expectRefusal(.invalid) {
            try await world.perform(CreatePolicy(environmentID: environment.id, name: "x"))
        }
        var strange = self.capping(environment)
        strange.selection.roles = [RoleID(high: 9, low: 9)]
        await expectRefusal(.invalid) { [strange] in try await world.perform(strange) }
        var crowded = CreatePolicy(environmentID: environment.id, name: "first")
        crowded.limits = (0..<8).map {
            .init(name: "l\($0)", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 1)]))
        }
        try await world.perform(crowded)
        var second = CreatePolicy(environmentID: environment.id, name: "second")
        second.limits = crowded.limits
        try await world.perform(second)
        var third = CreatePolicy(environmentID: environment.id, name: "third")
        third.limits = Array(crowded.limits.prefix(1))
        await expectRefusal(.invalid) { [third] in try await world.perform(third) }
        // What is off takes no room.
        third.mode = .off
        try await world.perform(third)
    }

    @Test func `promotion takes a policy over in shadow, then into the one of the same name`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let staging = try await world.perform(
            CreateEnvironment(projectID: environment.projectID, name: "staging", tag: "stage"))
        let source = try await world.perform(self.capping(staging))
        let made = try await world.perform(PromotePolicy(source.id, to: environment.id))
        #expect(made.mode == .shadow && made.environmentID == environment.id && made.permissions == source.permissions)
        var again = PromotePolicy(source.id, to: environment.id)
        again.mode = .enforce
        again.rolloutPercent = 10
        let promoted = try await world.perform(again)
        #expect(promoted.id == made.id && promoted.mode == .enforce && promoted.rolloutPercent == 10)
        #expect(promoted.revision == 2)
        // One in force is not lifted by the way.
        await expectRefusal(.invalid) { try await world.perform(PromotePolicy(source.id, to: environment.id)) }
        await expectRefusal(.invalid) { try await world.perform(PromotePolicy(source.id, to: staging.id)) }
    }
}
