import Admission
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct WeakImportTests {
    private static let token = Array("summer-2019".utf8)

    private func weak(_ environment: Environment, _ keys: ImportedKey...) -> ImportOrder {
        ImportKeysTests.order(environment, keys, strength: .unknown)
    }

    @Test func `a weak token is admitted once its slow proof is there, and remembered`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let report = try await world.importing(self.weak(environment, ImportKeysTests.key("1", token: Self.token)))
        #expect(report.outcomes[0].strength == .weak)
        let desk = world.desk()
        #expect(desk.refusal(of: Self.token) == .credentialPending)
        #expect(desk.refusal(of: Self.token) == nil)
        #expect(desk.refusal(of: Array("summer-2020".utf8)) == .credentialUnknown)
    }

    @Test func `the finding goes when the key is rotated and the old token is over`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let report = try await world.importing(self.weak(environment, ImportKeysTests.key("1", token: Self.token)))
        #expect(try await world.answer(StoredFindingsQuery()).weakImports == 1)
        let desk = world.desk()
        _ = desk.present(Self.token)
        #expect(desk.refusal(of: Self.token) == nil)
        try await world.perform(RotateKey(try #require(report.outcomes[0].keyID), overlapSeconds: 0))
        #expect(desk.refusal(of: Self.token) == .keyVersionRetired, "what is remembered of a token is not its standing")
        #expect(try await world.answer(StoredFindingsQuery()).weakImports == 0)
    }

    @Test func `what is still weak is listed in pages, until there is nothing left to do`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let keys = (0..<9).map { ImportKeysTests.key("\($0)", token: Array("summer-\(2000 + $0)".utf8)) }
        let report = try await world.importing(ImportKeysTests.order(environment, keys, strength: .unknown))
        let strong = try await world.importing(
            ImportKeysTests.order(environment, [ImportKeysTests.key("s")], strength: .init(.base62, length: 32)))
        _ = try await world.issue(in: environment)
        let ids = report.outcomes.compactMap(\.keyID)
        #expect(ids.count == 9 && strong.outcomes.compactMap(\.keyID).count == 1)
        for id in [ids[1], ids[2], ids[3], ids[7]] { try await world.perform(RotateKey(id, overlapSeconds: 0)) }
        var filter = KeyFilter(now: world.clock.now)
        filter.origin = .imported
        #expect(try await world.answer(ListKeys(filter)).items.count == 10)
        filter.isWeak = true
        for limit in 1...7 {
            var (listed, cursor): ([KeyID], String?) = ([], nil)
            repeat {
                let page = try await world.answer(ListKeys(filter, .init(limit: limit, cursor: cursor)))
                #expect(page.items.count <= limit)
                listed += page.items.map(\.record.id)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(listed.count == 5 && Set(listed) == Set([0, 4, 5, 6, 8].map { ids[$0] }))
        }
        #expect(try await world.answer(StoredFindingsQuery()).weakImports == 5)
        for index in [0, 4, 5, 6, 8] { try await world.perform(RotateKey(ids[index], overlapSeconds: 0)) }
        #expect(try await world.answer(ListKeys(filter)).items.isEmpty)
    }

    @Test func `the same weak token is nobody else's, and an import of it is repeated without effect`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let key = ImportKeysTests.key("1", token: Self.token)
        _ = try await world.importing(self.weak(environment, key))
        let other = try await world.importing(self.weak(environment, ImportKeysTests.key("2", token: Self.token)))
        #expect(other.outcomes.map(\.result) == [.refused])
        let again = try await world.importing(self.weak(environment, key))
        #expect(again.outcomes.map(\.result) == [.unchanged])
    }

    @Test func `two imports of the same token have nothing stored in common but the bucket`() async throws {
        let (world, environment) = try await ImportKeysTests.world()
        let (other, elsewhere) = try await ImportKeysTests.world()
        var proofs: [HardenedDigest] = []
        for (world, environment) in [(world, environment), (other, elsewhere)] {
            let report = try await world.importing(
                self.weak(environment, ImportKeysTests.key("1", token: Self.token)))
            guard
                case .hardened(.sha256, let proof) = try await world.credential(
                    of: #require(report.outcomes[0].keyID)
                ).proof
            else { throw WrongProof() }
            proofs.append(proof)
        }
        #expect(proofs.allSatisfy { $0.salt.count == HardenedDigest.saltLength })
    }

    @Test(arguments: [
        (TokenGenerator.base62, 18, false), (.base62, 19, true), (.hex, 27, false), (.hex, 28, true),
        (.uuid4, 0, true), (.chosen, 512, false), (.digits, 33, false), (.digits, 34, true), (.hex, -5, false),
    ])
    func `strength is what is declared: 112 bits and more`(generator: TokenGenerator, length: Int, isStrong: Bool) {
        #expect(DeclaredStrength(generator, length: length).isStrong == isStrong)
    }
}
