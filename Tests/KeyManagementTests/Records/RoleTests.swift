import Admission
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct RoleTests {
    @Test func `a key has what its roles and theirs grant, from the change on`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let base = try await world.perform(
            CreateRole(projectID: environment.projectID, name: "base", grants: RecordFixtures.grants(["orders:read"])))
        let heir = try await world.perform(
            CreateRole(projectID: environment.projectID, name: "heir", grants: .init(), inherits: [base.id]))
        let made = try await world.issue(in: environment) { issue in
            issue.grants = .init()
            issue.roles = [heir.id]
        }
        let desk = world.desk()
        #expect(desk.refusal(of: try made.bytes()) == nil)
        var update = UpdateRole(base.id)
        update.allowed = []
        try await world.perform(update, .init(expectedRevision: 1))
        #expect(desk.refusal(of: try made.bytes()) == .permissionMissing)
    }

    @Test func `a role that is held for a time only is held no longer through one that inherits from it`() async throws
    {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        var operation = CreateRole(
            projectID: project.id, name: "vault", grants: RecordFixtures.grants(["vault:read"]))
        operation.maximumGrantSeconds = 3_600
        let vault = try await world.perform(operation)
        var wrapper = CreateRole(projectID: project.id, name: "wrapper", grants: .init(), inherits: [vault.id])
        await expectRefusal(.invalid) { try await world.perform(wrapper) }
        wrapper.maximumGrantSeconds = 3_601
        await expectRefusal(.invalid) { try await world.perform(wrapper) }
        wrapper.maximumGrantSeconds = 3_600
        let made = try await world.perform(wrapper)
        var shorter = UpdateRole(vault.id)
        shorter.maximumGrantSeconds = .value(60)
        await expectRefusal(.invalid) { try await world.perform(shorter, .init(expectedRevision: 1)) }
        var longer = UpdateRole(made.id)
        longer.maximumGrantSeconds = .null
        await expectRefusal(.invalid) { try await world.perform(longer, .init(expectedRevision: 1)) }
        let temporary = try #require(Role.builtIn(named: "temporary"))
        await expectRefusal(.invalid) {
            try await world.perform(
                CreateRole(projectID: project.id, name: "always", grants: .init(), inherits: [temporary.id]))
        }
    }

    @Test func `a role that keys hold without an end cannot become one that is held for a time only`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let role = try await world.perform(
            CreateRole(projectID: environment.projectID, name: "vault", grants: RecordFixtures.grants(["vault:read"])))
        let key = try await world.issue(in: environment) { $0.roles = [role.id] }
        var update = UpdateRole(role.id)
        update.maximumGrantSeconds = .value(60)
        await expectRefusal(.invalid) { try await world.perform(update, .init(expectedRevision: 1)) }
        _ = try await world.perform(RevokeKey(key.id))
        try await world.perform(update, .init(expectedRevision: 1))
    }

    @Test func `a role must be changed by those who name its revision`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        let role = try await world.perform(CreateRole(projectID: project.id, name: "r", grants: .init()))
        await expectRefusal(.preconditionRequired) { try await world.perform(UpdateRole(role.id)) }
        await expectRefusal(.preconditionFailed) {
            try await world.perform(UpdateRole(role.id), .init(expectedRevision: 2))
        }
    }

    @Test func `inheritance has no cycle, no stranger and no more than eight steps`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        var chain: [Role] = []
        for number in 0..<8 {
            chain.append(
                try await world.perform(
                    CreateRole(
                        projectID: project.id, name: "role-\(number)", grants: .init(),
                        inherits: chain.last.map { [$0.id] } ?? [])))
        }
        await expectObjections(["/inherits"]) {
            try await world.perform(
                CreateRole(projectID: project.id, name: "ninth", grants: .init(), inherits: [chain[7].id]))
        }
        var cycle = UpdateRole(chain[0].id)
        cycle.inherits = [chain[3].id]
        await expectObjections(["/inherits"]) { try await world.perform(cycle, .init(expectedRevision: 1)) }
        await expectObjections(["/inherits"]) {
            try await world.perform(
                CreateRole(
                    projectID: project.id, name: "lost", grants: .init(), inherits: [.init(high: 1, low: 1)]))
        }
        let other = try await world.perform(CreateProject(name: "other"))
        await expectObjections(["/inherits"]) {
            try await world.perform(
                CreateRole(projectID: other.id, name: "stranger", grants: .init(), inherits: [chain[0].id]))
        }
    }

    @Test func `a deeper parent is refused for the sake of its heirs`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        var chain: [Role] = []
        for number in 0..<8 {
            chain.append(
                try await world.perform(
                    CreateRole(
                        projectID: project.id, name: "role-\(number)", grants: .init(),
                        inherits: chain.last.map { [$0.id] } ?? [])))
        }
        let deeper = try await world.perform(CreateRole(projectID: project.id, name: "root", grants: .init()))
        var update = UpdateRole(chain[0].id)
        update.inherits = [deeper.id]
        await expectObjections(["/inherits"]) { try await world.perform(update, .init(expectedRevision: 1)) }
    }

    @Test func `names and lists have their bounds`() async throws {
        let world = try await ManagementWorld()
        let project = try await world.perform(CreateProject(name: "orders"))
        await expectObjections(["/name", "/denied_permissions", "/inherits"]) {
            try await world.perform(
                CreateRole(
                    projectID: project.id, name: "Not A Slug", grants: RecordFixtures.grants([], ["a:b", "a:b"]),
                    inherits: (0...Role.mostInherited).map { .init(high: 1, low: UInt64($0)) }))
        }
        try await world.perform(CreateRole(projectID: project.id, name: "taken", grants: .init()))
        await expectRefusal(.nameTaken) {
            try await world.perform(CreateRole(projectID: project.id, name: "taken", grants: .init()))
        }
    }
}
