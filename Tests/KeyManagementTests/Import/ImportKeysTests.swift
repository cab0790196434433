import Admission
import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct ImportKeysTests {
    static let token = Array("hB7vQ2mZxW4kT9rLc0DsYp6NfGj3Ua1E".utf8)
    static let strong = DeclaredStrength(.base62, length: 32)

    static func key(
        _ foreignID: String, token: [UInt8] = Self.token, _ change: (inout ImportedKey) -> Void = { _ in }
    ) -> ImportedKey {
        var key = ImportedKey(
            line: 1, foreignID: foreignID, name: "key \(foreignID)", credential: .token(.init(token)))
        key.permissions = [PermissionPattern("orders:read")].compactMap(\.self)
        change(&key)
        return key
    }

    static func world() async throws -> (ManagementWorld, Environment) {
        let world = try await ManagementWorld()
        let made = try await world.makeEnvironment()
        let environment = try await world.perform(UpdateEnvironment(made.id, admitsForeignTokens: true))
        return (world, environment)
    }

    static func order(
        _ environment: Environment, _ keys: [ImportedKey], strength: DeclaredStrength = Self.strong
    ) -> ImportOrder {
        var order = ImportOrder(environmentID: environment.id, source: .csv, keys: keys)
        order.strength = strength
        return order
    }

    @Test func `a strong token is admitted, and nothing stored holds it or its bare hash`() async throws {
        let (world, environment) = try await Self.world()
        let desk = world.desk()
        #expect(desk.refusal(of: Self.token) != nil)
        let report = try await world.importing(Self.order(environment, [Self.key("1")]))
        let outcome = try #require(report.outcomes.first)
        #expect(outcome.result == .created && outcome.strength == .strong)
        #expect(desk.refusal(of: Self.token) == nil)
        let credential = try await world.credential(of: #require(outcome.keyID))
        let stored = credential.canonicalBytes + (try await world.record(credential.keyID)).canonicalBytes
        #expect(!stored.contains(Self.token))
        #expect(!stored.contains(SHA256Hash.digest(of: Self.token.span).bytes))
        let actions = try await world.entries().map(\.action)
        #expect(actions.last == .keyImport)
    }

    @Test func `an import is repeated without effect, and another token under the same name is refused`() async throws {
        let (world, environment) = try await Self.world()
        let first = try await world.importing(Self.order(environment, [Self.key("1")]))
        let again = try await world.importing(Self.order(environment, [Self.key("1")]))
        #expect(again.outcomes.map(\.result) == [.unchanged])
        #expect(again.outcomes.map(\.keyID) == first.outcomes.map(\.keyID))
        let other = Self.key("1", token: Array(Self.token.reversed()))
        let refused = try await world.importing(Self.order(environment, [other]))
        #expect(refused.outcomes.map(\.result) == [.refused])
        #expect(refused.outcomes[0].fault?.contains("another token") == true)
    }

    @Test func `one token is one key's, whoever brings it again`() async throws {
        let (world, environment) = try await Self.world()
        let twice = try await world.importing(Self.order(environment, [Self.key("1"), Self.key("2")]))
        #expect(twice.outcomes.map(\.result) == [.created, .refused])
        let later = try await world.importing(Self.order(environment, [Self.key("3")]))
        #expect(later.outcomes[0].fault?.contains("already") == true)
    }

    @Test func `a dry run says the same and changes nothing`() async throws {
        let (world, environment) = try await Self.world()
        let before = try await world.entries().count
        let report = try await world.importing(Self.order(environment, [Self.key("1")]), isDryRun: true)
        #expect(report.count(.created) == 1)
        #expect(world.desk().refusal(of: Self.token) != nil)
        #expect(try await world.entries().count == before)
    }

    @Test func `a token of one environment is unknown in every other`() async throws {
        let (world, environment) = try await Self.world()
        let other = try await world.perform(
            CreateEnvironment(projectID: environment.projectID, name: "test", tag: "test", admitsForeignTokens: true))
        _ = try await world.importing(Self.order(other, [Self.key("1")]))
        #expect(world.desk().refusal(of: Self.token) != nil)
        _ = try await world.importing(Self.order(environment, [Self.key("1")]))
        #expect(world.desk().refusal(of: Self.token) == nil)
    }

    @Test func `where foreign tokens are not admitted nothing comes in, and what is in admits no more`() async throws {
        let (world, environment) = try await Self.world()
        _ = try await world.importing(Self.order(environment, [Self.key("1")]))
        let desk = world.desk()
        #expect(desk.refusal(of: Self.token) == nil)
        try await world.perform(UpdateEnvironment(environment.id, admitsForeignTokens: false))
        #expect(desk.refusal(of: Self.token) == .credentialMalformed)
        await expectObjections(["/environment_id"]) {
            _ = try await world.importing(Self.order(environment, [Self.key("2")]))
        }
    }

    @Test func `whoever holds an imported token can end it, and nobody else learns anything`() async throws {
        let (world, environment) = try await Self.world()
        let report = try await world.importing(Self.order(environment, [Self.key("1")]))
        let holder = world.publication.snapshot.holder(of: Self.token.span, at: world.clock.now)
        #expect(holder?.keyID == report.outcomes[0].keyID && holder?.versionNumber == 1)
        let other = world.publication.snapshot.holder(of: Array(Self.token.reversed()).span, at: world.clock.now)
        #expect(other == nil)
        try await world.perform(RevokeKey(try #require(holder?.keyID)))
        let after = world.publication.snapshot.holder(of: Self.token.span, at: world.clock.now)
        #expect(after == nil)
    }

    @Test func `a sha512 hash admits, and is replaced at the first good use`() async throws {
        let (world, environment) = try await Self.world()
        let digest = SHA2Hash.sha512(of: Self.token.span)
        let key = Self.key("1") { $0.credential = .hash(.sha512, .init(digest)) }
        let report = try await world.importing(Self.order(environment, [key]))
        let id = try #require(report.outcomes[0].keyID)
        guard case .wrapped(.sha512, _) = try await world.credential(of: id).proof else { throw WrongProof() }
        let desk = world.desk()
        #expect(desk.refusal(of: Self.token) == nil)
        let upgrades = desk.foreign.takeUpgrades()
        #expect(try await world.perform(UpgradeForeignCredentials(upgrades)) == [id])
        guard case .keyed = try await world.credential(of: id).proof else { throw WrongProof() }
        #expect(try await world.entries().last?.action == .keyImportUpgrade)
        #expect(desk.refusal(of: Self.token) == nil)
        #expect(desk.foreign.takeUpgrades().isEmpty)
        #expect(try await world.perform(UpgradeForeignCredentials(upgrades)) == [])
    }

    @Test func `a sha256 hash is as good as its token`() async throws {
        let (world, environment) = try await Self.world()
        let digest = SHA256Hash.digest(of: Self.token.span).bytes
        let key = Self.key("1") { $0.credential = .hash(.sha256, .init(digest)) }
        _ = try await world.importing(Self.order(environment, [key]))
        #expect(world.desk().refusal(of: Self.token) == nil)
        let plain = try await world.importing(Self.order(environment, [Self.key("1")]))
        #expect(plain.outcomes.map(\.result) == [.unchanged])
    }

    @Test func `a hash that proves nothing admits nobody until the key is rotated`() async throws {
        let (world, environment) = try await Self.world()
        let key = Self.key("1") { $0.credential = .unprovable(algorithm: "murmur64") }
        let report = try await world.importing(Self.order(environment, [key]))
        #expect(report.outcomes[0].strength == .reissue)
        let id = try #require(report.outcomes[0].keyID)
        #expect(try await world.answer(StoredFindingsQuery()).importsToReissue == 1)
        let rotated = try await world.perform(RotateKey(id, overlapSeconds: 0))
        #expect(world.desk().refusal(of: try rotated.bytes()) == nil)
        #expect(try await world.answer(StoredFindingsQuery()).importsToReissue == 0)
    }

    @Test func `a row that cannot come in leaves the others alone`() async throws {
        let (world, environment) = try await Self.world()
        let rows = [
            Self.key("bad role") { $0.roles = ["nobody"] },
            Self.key("past") { $0.expiresAt = WallTime(seconds: 1) },
            Self.key("short", token: Array("aaaa-bbbb".utf8)),
            Self.key("good", token: Array(Self.token.reversed())) {
                $0.owner = "acme"; $0.isEnabled = false
            },
        ]
        let report = try await world.importing(Self.order(environment, rows))
        #expect(report.outcomes.map(\.result) == [.refused, .refused, .refused, .created])
        #expect(report.createdIdentities == 1)
        let record = try await world.record(#require(report.outcomes[3].keyID))
        #expect(record.state == .suspended && record.ownerID != nil)
        #expect(world.desk().refusal(of: Array(Self.token.reversed())) == .keySuspended)
        for outcome in report.outcomes { #expect(outcome.fault?.contains("aaaa-bbbb") != true) }
    }

    @Test func `viewers import nothing`() async throws {
        let (world, environment) = try await Self.world()
        let made = try await world.perform(CreateOperator(name: "v", level: .viewer))
        let viewer = Caller(actor: .operator(made.operator.id, .viewer))
        await expectRefusal(.forbidden) {
            _ = try await world.plane.importKeys(Self.order(environment, [Self.key("1")]), by: viewer)
        }
    }
}

/// A proof is of another kind than it must be.
struct WrongProof: Error {}

extension ManagementWorld {
    func importing(_ order: ImportOrder, isDryRun: Bool = false) async throws -> ImportReport {
        try await self.plane.importKeys(order, by: Self.root, isDryRun: isDryRun).value
    }

    func credential(of id: KeyID) async throws -> ForeignCredential {
        try #require(await self.store.read { try $0.foreignCredentials(.ofKey(id), after: nil, limit: 1).first })
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these.
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        self.indices.contains { self[$0...].starts(with: other) }
    }
}
