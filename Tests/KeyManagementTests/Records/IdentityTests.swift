import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct IdentityTests {
    @Test func `an identity is made, changed and unset by patch`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        let made = try await world.perform(
            CreateIdentity(projectID: project.id, category: .service, name: "Cron", externalID: "svc-1"))
        var update = UpdateIdentity(made.id)
        update.name = "Cron & Co"
        update.externalID = .null
        let changed = try await world.perform(update)
        #expect(changed.name == "Cron & Co" && changed.externalID == nil && changed.category == .service)
        #expect(changed.revision == 2)
        #expect(try await world.perform(update) == changed)
    }

    @Test func `names are printable and taken once in a project`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        let create = CreateIdentity(projectID: project.id, category: .person, name: "Ada")
        try await world.perform(create)
        await expectRefusal(.nameTaken) { try await world.perform(create) }
        await expectObjections(["/name", "/external_id"]) {
            try await world.perform(
                CreateIdentity(
                    projectID: project.id, category: .person, name: "A\tda",
                    externalID: String(repeating: "x", count: 257)))
        }
        await expectRefusal(.notFound) {
            try await world.perform(
                CreateIdentity(projectID: .init(high: 1, low: 1), category: .person, name: "Ada"))
        }
    }
}
