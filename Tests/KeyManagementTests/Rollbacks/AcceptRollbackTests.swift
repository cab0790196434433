import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct AcceptRollbackTests {
    private static let known = AnchoredHead(anchor: "file", size: 90, root: Digest256(words: (1, 2, 3, 4)))

    private static func contradiction(_ world: ManagementWorld) async throws -> AnchorContradiction {
        let head = try await world.store.read { try $0.auditHead() }
        return .init(known: Self.known, head: try #require(head), isOlder: true)
    }

    private static func token(_ world: ManagementWorld, _ name: String, _ level: Operator.Level) async throws -> [UInt8]
    {
        try #require(try await world.perform(CreateOperator(name: name, level: level)).token).copy
    }

    private static func accepted(_ world: ManagementWorld) async throws -> AcceptedRollbacks {
        try await world.store.read { try AcceptedRollbacks.read(of: ["file", "witness a"], in: $0) }
    }

    @Test func `two admins accept, and the entry names both and both heads`() async throws {
        let world = try await ManagementWorld()
        let tokens = [try await Self.token(world, "ada", .admin), try await Self.token(world, "bob", .admin)]
        let contradiction = try await Self.contradiction(world)
        #expect(try await !Self.accepted(world).contains(Self.known))
        let operators = try await world.plane.acceptRollback([contradiction], tokens: tokens)
        let entry = try #require(try await world.entries().last)
        #expect(entry.action == .storageRollbackAccepted)
        #expect(entry.actor.id == operators[0].description)
        #expect(entry.reason?.contains(operators[1].description) == true)
        #expect(entry.object == .init(type: "anchor", id: "file", version: 90))
        #expect(entry.previousStateHash == Self.known.root && entry.newStateHash == contradiction.head.root)
        #expect(entry.sequence == contradiction.head.size, "its place is the size of the store that was accepted")
        #expect(try await Self.accepted(world).contains(Self.known))
        #expect(try await Self.accepted(world).sizes(of: "file") == [90])
        #expect(try await Self.accepted(world).sizes(of: "witness a").isEmpty)
    }

    @Test func `what was accepted is that and nothing else`() async throws {
        let world = try await ManagementWorld()
        let tokens = [try await Self.token(world, "ada", .admin), try await Self.token(world, "bob", .admin)]
        _ = try await world.plane.acceptRollback([try await Self.contradiction(world)], tokens: tokens)
        let accepted = try await Self.accepted(world)
        for other in [
            AnchoredHead(anchor: "file", size: 91, root: Self.known.root),
            AnchoredHead(anchor: "witness a", size: 90, root: Self.known.root),
            AnchoredHead(anchor: "file", size: 90, root: .zero), AnchoredHead(anchor: "file", size: 90, root: nil),
        ] { #expect(!accepted.contains(other)) }
    }

    @Test func `one operator twice, lesser ones, ended ones and strangers do not count`() async throws {
        let world = try await ManagementWorld()
        let ada = try await Self.token(world, "ada", .admin)
        let bob = try await Self.token(world, "bob", .admin)
        let eve = try await Self.token(world, "eve", .operator)
        let old = try await world.perform(CreateOperator(name: "old", level: .admin))
        _ = try await world.perform(RevokeOperator(old.operator.id))
        let ended = try #require(old.token).copy
        let contradiction = try await Self.contradiction(world)
        let before = try await world.entries().count
        for tokens in [
            [ada, ada], [ada, eve], [eve, ada], [ada, ended], [ended, ada], [ada], [], [ada, bob, eve],
        ] {
            await #expect(throws: ManagementError.self) {
                try await world.plane.acceptRollback([contradiction], tokens: tokens)
            }
        }
        await #expect(throws: ManagementError.self) {
            try await world.plane.acceptRollback([contradiction], tokens: [ada, Array("nonsense".utf8)])
        }
        #expect(try await world.entries().count == before, "a refusal leaves nothing, not even a first use")
    }

    @Test func `a local user is nobody here`() async throws {
        let world = try await ManagementWorld()
        let bob = try await world.perform(CreateOperator(name: "bob", level: .admin)).operator.id
        let contradiction = try await Self.contradiction(world)
        for actor in [Actor.local(uid: 0), .system, .operator(bob, .admin)] {
            await #expect(throws: ManagementError.self) {
                try await world.plane.perform(AcceptRollback([contradiction], second: bob), by: .init(actor: actor))
            }
        }
    }
}
