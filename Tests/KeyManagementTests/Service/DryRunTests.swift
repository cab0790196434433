import Admission
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct DryRunTests {
    @Test func `a dry run tells the effect and changes nothing`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let (entries, generation) = (try await world.entries(), world.publication.currentGeneration)
        let dry = WriteOptions(isDryRun: true)
        let revoked = try await world.plane.perform(RevokeKey(made.id), by: ManagementWorld.root, dry)
        #expect(revoked.isDryRun && revoked.receipt == nil && revoked.value.status == .revoked)
        #expect(try await world.perform(SuspendKey(made.id), dry).status == .suspended)
        #expect(try await world.perform(RotateKey(made.id), dry).token == nil)
        #expect(try await world.perform(CreateOperator(name: "o", level: .viewer), dry).token == nil)
        let issued = try await world.perform(IssueKey(environmentID: environment.id, name: "k"), dry)
        #expect(issued.token == nil && issued.key.status == .active)
        try await world.perform(CreateProject(name: "fresh"), dry)
        #expect(try await world.entries() == entries)
        #expect(world.publication.currentGeneration == generation)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        try await world.perform(CreateProject(name: "fresh"))
    }

    @Test func `a dry run is refused for what the act would be refused for`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RevokeKey(made.id))
        let dry = WriteOptions(isDryRun: true)
        await expectRefusal(.keyRevoked) { try await world.perform(RotateKey(made.id), dry) }
        await expectRefusal(.nameTaken) { try await world.perform(CreateProject(name: "orders"), dry) }
        await expectObjections(["/name"]) { try await world.perform(CreateProject(name: ""), dry) }
        await expectRefusal(.preconditionFailed) {
            try await world.perform(SuspendKey(made.id), .init(isDryRun: true, expectedRevision: 9))
        }
    }
}
