import Admission
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct IdempotencyTests {
    @Test func `a repeated create gives the same key with a fresh secret, and the one before is dead`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        let first = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        let second = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        #expect(!first.isReplay && second.isReplay)
        #expect(second.value.id == first.value.id && second.value.versionNumber == 1)
        let desk = world.desk()
        #expect(desk.refusal(of: try first.value.bytes()) == .credentialUnknown)
        #expect(desk.refusal(of: try second.value.bytes()) == nil)
        let third = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        #expect(desk.refusal(of: try second.value.bytes()) == .credentialUnknown)
        #expect(desk.refusal(of: try third.value.bytes()) == nil)
        #expect(try await world.answer(ListKeys(.init(now: world.clock.now))).items.count == 1)
    }

    @Test func `once the secret was used it is a conflict`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        let made = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 1, at: world.clock.now)]))
        await expectRefusal(.idempotencyUsed) {
            _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        }
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }

    @Test func `a use the store has not heard of counts as well`() async throws {
        let world = try await ManagementWorld(
            insight: .init(requestsLastDay: { _ in nil }, hasBeenUsed: { _, _ in true }))
        let issue = try await Self.issue(in: world)
        _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        await expectRefusal(.idempotencyUsed) {
            _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        }
    }

    @Test func `another body is a mismatch`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a", body: 1))
        await expectRefusal(.idempotencyMismatch) {
            _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a", body: 2))
        }
    }

    @Test func `the same text from another operator or for another path is another key`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        let first = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        let other = Caller(actor: .local(uid: 1000))
        let second = try await world.plane.create(issue, by: other, .idempotent("a")).value
        let elsewhere = WriteOptions(
            idempotency: .init(operation: "POST /v1/other", key: "a", bodyDigest: .init(words: (1, 0, 0, 0))))
        let third = try await world.plane.create(issue, by: ManagementWorld.root, elsewhere).value
        #expect(Set([first.id, second.id, third.id]).count == 3)
    }

    @Test func `after a day the key is new again`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        let first = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        world.clock.advance(seconds: 86_399)
        let second = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        #expect(second.isReplay)
        world.clock.advance(seconds: 1)
        let third = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        #expect(!third.isReplay && third.value.id != first.id)
    }

    @Test func `a revoked key is not given a new secret`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        let made = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a")).value
        try await world.perform(RevokeKey(made.id))
        await expectRefusal(.keyRevoked) {
            _ = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        }
    }

    @Test func `a repeated rotation replaces the secret of its version alone`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(Self.issue(in: world))
        let rotate = RotateKey(made.id)
        let first = try await world.plane.create(rotate, by: ManagementWorld.root, .idempotent("r")).value
        let second = try await world.plane.create(rotate, by: ManagementWorld.root, .idempotent("r")).value
        let desk = world.desk()
        #expect(second.versionNumber == 2 && second.key.record.versions.count == 2)
        #expect(second.key.rotation?.rotation.id == first.key.rotation?.rotation.id)
        #expect(desk.refusal(of: try first.bytes()) == .credentialUnknown)
        #expect(desk.refusal(of: try second.bytes()) == nil)
        #expect(desk.refusal(of: try made.bytes()) == nil)
    }

    @Test func `creates without a secret answer with what is there`() async throws {
        let world = try await ManagementWorld()
        let first = try await world.plane.create(
            CreateProject(name: "orders"), by: ManagementWorld.root, .idempotent("p"))
        let second = try await world.plane.create(
            CreateProject(name: "orders"), by: ManagementWorld.root, .idempotent("p"))
        #expect(second.isReplay && second.value == first.value)
        let environment = CreateEnvironment(projectID: first.value.id, name: "live", tag: "live")
        let made = try await world.plane.create(environment, by: ManagementWorld.root, .idempotent("e")).value
        #expect(try await world.plane.create(environment, by: ManagementWorld.root, .idempotent("e")).value == made)
    }

    @Test func `a create that failed leaves the key free`() async throws {
        let world = try await ManagementWorld()
        await expectObjections(["/name"]) {
            _ = try await world.plane.create(CreateProject(name: ""), by: ManagementWorld.root, .idempotent("p"))
        }
        let made = try await world.plane.create(
            CreateProject(name: "orders"), by: ManagementWorld.root, .idempotent("p", body: 2))
        #expect(!made.isReplay)
    }

    @Test func `a dry run takes no idempotency key and shows no secret`() async throws {
        let world = try await ManagementWorld()
        let issue = try await Self.issue(in: world)
        var options = WriteOptions.idempotent("a")
        options.isDryRun = true
        let dry = try await world.plane.create(issue, by: ManagementWorld.root, options)
        #expect(dry.isDryRun && dry.value.token == nil)
        let real = try await world.plane.create(issue, by: ManagementWorld.root, .idempotent("a"))
        #expect(!real.isReplay)
        let replayed = try await world.plane.create(issue, by: ManagementWorld.root, options)
        #expect(replayed.isReplay && replayed.value.token == nil)
        #expect(world.desk().refusal(of: try real.value.bytes()) == nil)
    }

    @Test(arguments: ["", String(repeating: "k", count: 256)])
    func `a key has 1 to 255 characters`(key: String) async throws {
        let world = try await ManagementWorld()
        await expectRefusal(.invalid) {
            _ = try await world.plane.create(CreateProject(name: "p"), by: ManagementWorld.root, .idempotent(key))
        }
    }

    private static func issue(in world: ManagementWorld) async throws -> IssueKey {
        var issue = IssueKey(environmentID: try await world.makeEnvironment().id, name: "key")
        issue.grants = RecordFixtures.grants(["orders:read"])
        return issue
    }
}
