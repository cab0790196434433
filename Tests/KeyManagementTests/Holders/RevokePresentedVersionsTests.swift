import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct RevokePresentedVersionsTests {
    @Test func `only the version shown ends, and from the answer on`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        let desk = world.desk()
        let revoked = try await world.revoke([.init(made)])
        #expect(revoked == [.init(made)])
        #expect(desk.refusal(of: try made.bytes()) == .credentialRevoked)
        #expect(desk.refusal(of: try rotated.bytes()) == nil)
    }

    @Test func `the entry names the key as the one who acted`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.revoke([.init(made)])
        let entry = try #require(await world.entries().last)
        #expect(entry.action == .keyVersionRevoke && entry.reason == "version 1: by its holder")
        #expect(entry.actor == .init(type: "key", id: made.id.description))
        #expect(entry.object.id == made.id.description)
    }

    @Test func `a secret that was put in the place of the one shown goes on`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        var issue = IssueKey(environmentID: environment.id, name: "key")
        issue.grants = .init(allowed: [PermissionPattern("orders:read")].compactMap(\.self))
        let shown = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        let again = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        #expect(again.id == shown.id && again.versionNumber == 1)
        #expect(try await world.revoke([.init(shown)]).isEmpty)
        #expect(world.desk().refusal(of: try again.bytes()) == nil)
        #expect(try await world.revoke([.init(again)]).count == 1)
        #expect(world.desk().refusal(of: try again.bytes()) == .credentialRevoked)
    }

    /// What may become of a digest between the showing of a token and the act.
    enum Retelling: CaseIterable {
        case nested, nestedTwice, rehashed, rehashedUnderALaterOne
    }

    @Test(arguments: Retelling.allCases)
    func `the version shown ends, whatever its digest is made under by then`(retelling: Retelling) async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let desk = world.desk()
        let token = try made.bytes()
        let found = world.publication.snapshot.holder(of: token.span, at: world.clock.now)
        let holder = try #require(found)
        let leak = StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        let id = try await world.perform(leak).id
        if retelling != .rehashed { try await world.plane.advance(id, steps: 20, by: .system) }
        if [.nestedTwice, .rehashedUnderALaterOne].contains(retelling) {
            try await world.perform(MarkPepperLeaked(id, pepper: 2))
            try await world.plane.advance(id, steps: 20, by: .system)
        }
        if [.rehashed, .rehashedUnderALaterOne].contains(retelling) {
            #expect(desk.refusal(of: try made.bytes()) == nil)
            #expect(try await world.perform(RehashVersions(desk.rehashes.take())) == [made.id])
        }
        let version = try #require(await world.record(made.id).versions.first)
        #expect(version.digest != made.key.record.versions.first?.digest)
        let presented = PresentedVersion(
            keyID: holder.keyID, number: holder.versionNumber, createdAt: holder.createdAt)
        #expect(try await world.revoke([presented]) == [presented])
        #expect(desk.refusal(of: try made.bytes()) == .credentialRevoked)
    }

    @Test(arguments: [0, 1, -3_600_000] as [Int64])
    func `another secret under the same number is another one, whatever the clock says`(change: Int64) async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let issue = IssueKey(environmentID: environment.id, name: "key")
        var secrets: [PresentedVersion] = []
        for _ in 0..<4 {
            let made = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
            secrets.append(.init(made))
            world.clock.setWallTime(.init(milliseconds: world.clock.now.milliseconds + change))
        }
        #expect(Set(secrets).count == 4)
        #expect(try await world.revoke(Array(secrets.dropLast())).isEmpty)
        #expect(try await world.revoke(secrets) == [secrets[3]])
    }

    @Test func `what is not there or ended already is passed over`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let dead = try await world.issue(in: environment, name: "dead")
        try await world.perform(RevokeKey(dead.id))
        try await world.revoke([.init(made)])
        let entries = try await world.entries().count
        let again = try await world.revoke([
            .init(made), .init(made, number: 9), .init(dead),
            .init(keyID: KeyID { world.randomness.bytes($0) }, number: 1, createdAt: .distantPast),
        ])
        #expect(again.isEmpty)
        #expect(try await world.entries().count == entries)
    }

    @Test func `many end in one act with one entry each, bounded`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        var versions: [PresentedVersion] = []
        for number in 0..<5 {
            let made = try await world.issue(in: environment, name: "key \(number)")
            versions.append(.init(made))
        }
        let filler = [PresentedVersion](
            repeating: .init(keyID: versions[0].keyID, number: 7, createdAt: .distantPast),
            count: RevokePresentedVersions.most - 4)
        let revoked = try await world.revoke(filler + versions)
        #expect(revoked == Array(versions.prefix(4)))
        #expect(try await world.entries().filter { $0.action == .keyVersionRevoke }.count == 4)
    }

    @Test func `a suspended or expired key can still be killed by its holder`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(SuspendKey(made.id))
        #expect(try await world.revoke([.init(made)]).count == 1)
        try await world.perform(ResumeKey(made.id))
        #expect(world.desk().refusal(of: try made.bytes()) == .credentialRevoked)
    }
}

extension ManagementWorld {
    /// Does it as the server does for holders.
    @discardableResult
    fileprivate func revoke(_ versions: [PresentedVersion]) async throws -> [PresentedVersion] {
        let act = RevokePresentedVersions(versions, reason: "by its holder")
        return try await self.plane.perform(act, by: .system).value
    }
}

extension PresentedVersion {
    /// A version of a key whose secret is the one made with it.
    init(_ made: KeyWithToken, number: UInt32 = 1) {
        let version = made.key.record.versions.first { $0.number == number }
        self.init(keyID: made.id, number: number, createdAt: version?.createdAt ?? .distantPast)
    }
}
