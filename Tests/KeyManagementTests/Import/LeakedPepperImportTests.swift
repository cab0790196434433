import Admission
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

/// Imported tokens when the pepper that they are told by has leaked.
@Suite struct LeakedPepperImportTests {
    private static let weak = Array("summer-2019".utf8)

    /// Says that the pepper has leaked, and puts everything under another one.
    private func leak(_ world: ManagementWorld, _ environment: Environment) async throws -> Rekeying {
        let id = try await world.perform(
            StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        ).id
        return try await world.plane.advance(id, steps: 20, by: .system)
    }

    /// The key alone of a report.
    private func imported(_ world: ManagementWorld, _ order: ImportOrder) async throws -> KeyID {
        try #require(try await world.importing(order).outcomes.first?.keyID)
    }

    @Test func `a strong token is told by a digest in a digest, once and twice`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let order = ImportKeysTests.order(environment, [ImportKeysTests.key("1")])
        let id = try await self.imported(world, order)
        let before = try await world.credential(of: id)
        var rekeying = try await self.leak(world, environment)
        #expect(rekeying.remaining == 1 && rekeying.leak?.nested == 1 && rekeying.leak?.nestedAt != nil)
        let nested = try await world.credential(of: id)
        #expect(nested.outerPeppers == [2] && nested.pepperVersion == 1 && nested.proof != before.proof)
        #expect(world.desk().refusal(of: ImportKeysTests.token) == nil)
        #expect(world.desk().refusal(of: ImportKeysTests.token.reversed()) == .credentialUnknown)
        try await world.perform(MarkPepperLeaked(rekeying.id, pepper: 2))
        rekeying = try await world.plane.advance(rekeying.id, steps: 20, by: .system)
        #expect(rekeying.leak?.nested == 1)
        #expect(try await world.credential(of: id).outerPeppers == [2, 3])
        #expect(world.desk().refusal(of: ImportKeysTests.token) == nil)
        // What was imported is known as before.
        #expect(try await world.importing(order).outcomes.map(\.result) == [.unchanged])
        let other = [ImportKeysTests.key("1", token: ImportKeysTests.token.reversed())]
        #expect(
            try await world.importing(ImportKeysTests.order(environment, other)).outcomes.map(\.result) == [.refused])
        // It goes when the key has a token of ours.
        try await world.perform(RotateKey(id, overlapSeconds: 0))
        rekeying = try await world.plane.advance(rekeying.id, steps: 20, by: ManagementWorld.root)
        #expect(rekeying.phase == .finished)
    }

    @Test func `what another system kept is replaced at the first use, and stays under the new pepper`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let token = ImportKeysTests.token
        let digest = ForeignHash.sha512.digest(of: token.span)
        let key = ImportKeysTests.key("1") { $0.credential = .hash(.sha512, .init(digest)) }
        let id = try await self.imported(world, ImportKeysTests.order(environment, [key]))
        _ = try await self.leak(world, environment)
        let desk = world.desk()
        #expect(desk.refusal(of: ImportKeysTests.token) == nil)
        let upgrades = desk.foreign.takeUpgrades()
        #expect(try await world.perform(UpgradeForeignCredentials(upgrades)) == [id])
        let upgraded = try await world.credential(of: id)
        #expect(upgraded.outerPeppers == [2])
        guard case .keyed(let stored) = upgraded.proof else { throw WrongProof() }
        #expect(!upgrades.map(\.digest).contains(stored), "the leaked pepper alone tells nothing")
        #expect(desk.refusal(of: ImportKeysTests.token) == nil)
        #expect(desk.foreign.takeUpgrades().isEmpty)
    }

    @Test func `a token that could be guessed is proven through both peppers`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let keys = [ImportKeysTests.key("1", token: Self.weak)]
        let order = ImportKeysTests.order(environment, keys, strength: .unknown)
        let id = try await self.imported(world, order)
        _ = try await self.leak(world, environment)
        #expect(try await world.credential(of: id).outerPeppers == [2])
        let desk = world.desk()
        #expect(desk.refusal(of: Self.weak) == .credentialPending)
        #expect(desk.refusal(of: Self.weak) == nil)
        let wrong = Array("summer-2020".utf8)
        _ = desk.refusal(of: wrong)
        #expect(desk.refusal(of: wrong) == .credentialUnknown)
        #expect(try await world.importing(order).outcomes.map(\.result) == [.unchanged])
    }

    private struct WrongProof: Error {}
}
