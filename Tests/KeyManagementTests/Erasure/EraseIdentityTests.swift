import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct EraseIdentityTests {
    private static func entries(_ world: ManagementWorld) async throws -> [StoredAuditEntry] {
        try await world.store.read { try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 99) }
    }

    /// An owner with a key, which the server has ended for somebody at an address.
    private static func world() async throws -> (ManagementWorld, owner: Identity) {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .person, name: "alice"))
        let key = try await world.issue(in: environment) { $0.ownerID = owner.id }
        let caller = Caller(actor: .system, address: IPAddress(ipv4: 0xc633_6401))
        try await world.plane.perform(RevokeKey(key.id), by: caller)
        return (world, owner)
    }

    @Test func `what entries tell of a person is gone, the entries and their hashes stay`() async throws {
        let (world, owner) = try await Self.world()
        let before = try await Self.entries(world)
        #expect(before.last?.details?.values == ["address": "198.51.100.1"])
        #expect(before.last?.details?.subject == owner.id.description)
        let erased = try await world.perform(EraseIdentity(owner.id))
        #expect(erased.keys == 1)
        let after = try await Self.entries(world)
        #expect(after.dropLast().map(\.leaf) == before.map(\.leaf))
        #expect(after.dropLast().map(\.leafHash) == before.map(\.leafHash))
        #expect(after.allSatisfy { $0.details == nil })
        #expect(after.dropLast().last?.entry.detailsCommitment != nil)
        #expect(after.last?.entry.action == .identityErase)
        #expect(after.last?.entry.object.id == owner.id.description)
    }

    @Test func `a second time there is nothing left to erase`() async throws {
        let (world, owner) = try await Self.world()
        try await world.perform(EraseIdentity(owner.id))
        #expect(try await world.perform(EraseIdentity(owner.id)).keys == 0)
    }

    @Test func `it takes an admin and an identity`() async throws {
        let (world, owner) = try await Self.world()
        let made = try await world.perform(CreateOperator(name: "helper", level: .operator))
        let helper = Caller(actor: .operator(made.operator.id, .operator))
        let refused = await #expect(throws: ManagementError.self) {
            try await world.plane.perform(EraseIdentity(owner.id), by: helper)
        }
        #expect(refused?.code == .forbidden)
        let unknown = await #expect(throws: ManagementError.self) {
            try await world.perform(EraseIdentity(IdentityID(randomBytes: SecureRandom.system)))
        }
        #expect(unknown?.code == .notFound)
    }

    @Test func `others' details stay`() async throws {
        let (world, owner) = try await Self.world()
        let caller = Caller(actor: .local(uid: 7), address: IPAddress(ipv4: 0xc000_0201))
        try await world.plane.perform(CreateProject(name: "p"), by: caller)
        try await world.perform(EraseIdentity(owner.id))
        let kept = try await Self.entries(world).compactMap(\.details)
        #expect(kept.map(\.values) == [["address": "192.0.2.1"]])
        #expect(kept.map(\.subject) == ["local:7"])
    }
}
