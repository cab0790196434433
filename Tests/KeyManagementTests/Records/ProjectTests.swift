import Admission
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct ProjectTests {
    @Test(arguments: ["", "Upper", "-dash", "under_score", String(repeating: "a", count: 64), "späti"])
    func `a name is a slug`(name: String) async throws {
        let world = try await ManagementWorld()
        await expectObjections(["/name"]) { try await world.perform(CreateProject(name: name)) }
    }

    @Test func `names are taken once`() async throws {
        let world = try await ManagementWorld()
        try await world.perform(CreateProject(name: "orders"))
        await expectRefusal(.nameTaken) { try await world.perform(CreateProject(name: "orders")) }
    }

    @Test func `a default is not above the maximum, and both have bounds`() async throws {
        let world = try await ManagementWorld()
        await expectObjections(["/default_expiry_days"]) {
            try await world.perform(CreateProject(name: "p", expiry: .init(defaultDays: 91, maximumDays: 90)))
        }
        await expectObjections(["/default_expiry_days"]) {
            try await world.perform(CreateProject(name: "p", expiry: .init(defaultDays: 0)))
        }
        await expectObjections(["/maximum_expiry_days"]) {
            try await world.perform(CreateProject(name: "p", expiry: .init(defaultDays: 1, maximumDays: 3651)))
        }
    }

    @Test func `a project is changed by those who name its revision, and what was not said stays`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(
            CreateProject(name: "orders", expiry: .init(defaultDays: 30, maximumDays: 60)))
        var update = UpdateProject(project.id)
        update.name = "invoices"
        await expectRefusal(.preconditionRequired) { try await world.perform(update) }
        let renamed = try await world.perform(update, .init(expectedRevision: 1))
        #expect(renamed.name == "invoices" && renamed.expiry == project.expiry && renamed.revision == 2)
        update.maximumDays = .null
        let opened = try await world.perform(update, .init(expectedRevision: 2))
        #expect(opened.expiry.maximumDays == nil)
        let same = try await world.perform(update, .init(expectedRevision: 3))
        #expect(same.revision == 3)
    }

    @Test func `a renamed project moves its routes away`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        var update = UpdateProject(environment.projectID)
        update.name = "renamed"
        try await world.perform(update, .init(expectedRevision: 1))
        #expect(world.desk().refusal(of: try made.bytes()) == .environmentUnavailable)
    }
}
