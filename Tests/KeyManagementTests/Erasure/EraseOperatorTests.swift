import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct EraseOperatorTests {
    /// An operator who has made a project from an address.
    private static func world() async throws -> (ManagementWorld, OperatorID) {
        let world = try await ManagementWorld()
        let id = try await world.perform(CreateOperator(name: "Ada", level: .admin)).operator.id
        let caller = Caller(actor: .operator(id, .admin), address: IPAddress(ipv4: 0xc000_0201))
        try await world.plane.perform(CreateProject(name: "p"), by: caller)
        return (world, id)
    }

    private static func entries(_ world: ManagementWorld) async throws -> [StoredAuditEntry] {
        try await world.store.read { try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 99) }
    }

    @Test func `from where a revoked operator acted is gone, which acts these were stays`() async throws {
        let (world, id) = try await Self.world()
        #expect(try await Self.entries(world).compactMap { $0.details?.subject } == [id.description])
        try await world.perform(RevokeOperator(id))
        let before = try await Self.entries(world)
        #expect(try await world.perform(EraseOperator(id)).keys == 1)
        let after = try await Self.entries(world)
        #expect(after.dropLast().map(\.leaf) == before.map(\.leaf))
        #expect(after.allSatisfy { $0.details == nil })
        #expect(after.contains { $0.entry.actor.id == id.description && $0.entry.detailsCommitment != nil })
        #expect(after.last?.entry.action == .operatorErase)
        #expect(try await world.perform(EraseOperator(id)).keys == 0)
    }

    @Test func `one who can still act covers no tracks`() async throws {
        let (world, id) = try await Self.world()
        await expectRefusal(.operatorActive) { try await world.perform(EraseOperator(id)) }
        #expect(try await Self.entries(world).compactMap(\.details).count == 1)
    }

    @Test func `it takes an admin`() async throws {
        let (world, id) = try await Self.world()
        try await world.perform(RevokeOperator(id))
        let helper = try await world.perform(CreateOperator(name: "helper", level: .operator)).operator.id
        await expectRefusal(.forbidden) {
            try await world.plane.perform(EraseOperator(id), by: Caller(actor: .operator(helper, .operator)))
        }
    }
}
