import Admission
import Auditing
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct RightsTests {
    @Test func `levels include the ones before`() {
        #expect(Operator.Level.admin.includes(.operator) && Operator.Level.operator.includes(.viewer))
        #expect(Operator.Level.viewer.includes(.auditor) && !Operator.Level.auditor.includes(.viewer))
        #expect(!Operator.Level.viewer.includes(.operator) && !Operator.Level.operator.includes(.admin))
        #expect(Actor.local(uid: 1000).level == .admin && Actor.system.level == .admin)
    }

    @Test func `viewers read, operators change keys, admins change what keys lie in`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let (viewer, `operator`) = (
            try await Self.caller(.viewer, in: world), try await Self.caller(.operator, in: world)
        )
        _ = try await world.plane.answer(GetKey(made.id), for: viewer)
        for act in Self.operatorActs(made.id, environment) {
            let error = await expectRefusal(.forbidden) { try await act(world.plane, viewer) }
            #expect(error?.requiredLevel == .operator)
            try await act(world.plane, `operator`)
        }
        for act in Self.adminActs(environment) {
            let error = await expectRefusal(.forbidden) { try await act(world.plane, `operator`) }
            #expect(error?.requiredLevel == .admin)
        }
    }

    @Test func `auditors read the audit log, without persons, and nothing else`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let auditor = try await Self.caller(.auditor, in: world)
        #expect(!(try await world.plane.answer(ListAuditEntries(), for: auditor)).items.isEmpty)
        let log = try await world.plane.answer(ReadAuditLog(from: 0, limit: 10), for: auditor)
        #expect(log.map(\.entry.sequence) == Array(0..<UInt64(log.count)))
        await expectRefusal(.forbidden) {
            _ = try await world.plane.answer(ReadAuditLog(from: 0, limit: 10, includesDetails: true), for: auditor)
        }
        await expectRefusal(.forbidden) { _ = try await world.plane.answer(GetKey(made.id), for: auditor) }
        await expectRefusal(.forbidden) { _ = try await world.plane.answer(ListOperators(), for: auditor) }
        await expectRefusal(.forbidden) { _ = try await world.plane.answer(StoredFindingsQuery(), for: auditor) }
        await expectRefusal(.forbidden) { try await world.plane.perform(RevokeKey(made.id), by: auditor) }
    }

    @Test func `a dry run needs the rights of the act`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let viewer = try await Self.caller(.viewer, in: world)
        await expectRefusal(.forbidden) {
            try await world.plane.perform(RevokeKey(made.id), by: viewer, .init(isDryRun: true))
        }
    }

    @Test func `a refused act leaves no trace`() async throws {
        let world = try await ManagementWorld()
        let viewer = try await Self.caller(.viewer, in: world)
        let (entries, generation) = (try await world.entries(), world.publication.currentGeneration)
        await expectRefusal(.forbidden) { try await world.plane.perform(CreateProject(name: "p"), by: viewer) }
        #expect(try await world.entries() == entries)
        #expect(world.publication.currentGeneration == generation)
    }

    private typealias Attempt = (ControlPlane, Caller) async throws -> Void

    private static func operatorActs(_ key: KeyID, _ environment: Environment) -> [Attempt] {
        [
            { _ = try await $0.create(IssueKey(environmentID: environment.id, name: "k"), by: $1) },
            { try await $0.perform(SuspendKey(key), by: $1) }, { try await $0.perform(ResumeKey(key), by: $1) },
            { try await $0.perform(UpdateKey(key), by: $1) }, { _ = try await $0.create(RotateKey(key), by: $1) },
            { try await $0.perform(BulkRevokeKeys(.init(tag: "x")), by: $1) },
            { try await $0.perform(RevokeKey(key), by: $1) },
            { plane, caller in
                _ = try await plane.create(
                    CreateIdentity(projectID: environment.projectID, category: .team, name: "t"), by: caller)
            },
            { plane, caller in
                _ = try await plane.create(
                    CreateRole(projectID: environment.projectID, name: "r", grants: .init()), by: caller)
            },
        ]
    }

    private static func adminActs(_ environment: Environment) -> [Attempt] {
        [
            { _ = try await $0.create(CreateProject(name: "p"), by: $1) },
            { try await $0.perform(UpdateProject(environment.projectID), by: $1) },
            { plane, caller in
                _ = try await plane.create(
                    CreateEnvironment(projectID: environment.projectID, name: "e", tag: "e"), by: caller)
            },
            { try await $0.perform(UpdateEnvironment(environment.id), by: $1) },
            { _ = try await $0.create(CreateOperator(name: "o", level: .viewer), by: $1) },
        ]
    }

    private static func caller(_ level: Operator.Level, in world: ManagementWorld) async throws -> Caller {
        let made = try await world.perform(CreateOperator(name: level.rawValue, level: level))
        return .init(actor: .operator(made.operator.id, level))
    }
}
