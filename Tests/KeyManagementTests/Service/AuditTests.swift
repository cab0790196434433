import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct AuditTests {
    @Test func `every change has exactly one entry, in order, with the revision it led to`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        try await world.perform(SuspendKey(made.id, reason: "odd"))
        try await world.perform(ResumeKey(made.id))
        var update = UpdateKey(made.id)
        update.name = "renamed"
        try await world.perform(update)
        let rotation = try #require(await world.perform(RotateKey(made.id)).key.rotation).rotation.id
        try await world.perform(CancelRotation(made.id, rotation: rotation))
        try await world.perform(NoteFirstUses([.init(keyID: made.id, versionNumber: 1, at: world.clock.now)]))
        try await world.perform(RevokeVersion(made.id, number: 1))
        try await world.perform(RevokeKey(made.id))
        let entries = try await world.entries()
        #expect(
            entries.map(\.action) == [
                .projectCreate, .environmentCreate, .pepperCreate, .keyIssue, .keySuspend, .keyResume, .keyUpdate,
                .keyRotate, .keyRotationCancel, .keyVersionFirstUse, .keyVersionRevoke, .keyRevoke,
            ])
        #expect(entries.dropFirst(3).map(\.object.version) == (1...9).map { $0 })
        #expect(entries.dropFirst(3).allSatisfy { $0.object.id == made.id.description && $0.object.type == "key" })
        #expect(entries.allSatisfy { $0.decision == .allow })
        #expect(entries[4].reason == "odd")
    }

    @Test func `entries say who, for which request and in which tenant, and chain the states`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        try await world.perform(SuspendKey(made.id))
        let entries = try await world.entries().filter { $0.object.type == "key" }
        #expect(entries.allSatisfy { $0.actor == .init(type: "local", id: "local:0") })
        #expect(entries.allSatisfy { $0.requestID == ManagementWorld.root.requestID?.description })
        #expect(entries.allSatisfy { $0.tenant == environment.id.description })
        #expect(entries.allSatisfy { $0.timestamp == world.clock.now.milliseconds })
        #expect(entries[0].previousStateHash == nil && entries[0].newStateHash != nil)
        #expect(entries[1].previousStateHash == entries[0].newStateHash)
        let stored = try await world.record(made.id)
        let plain = SHA256Hash.digest(of: stored.canonicalBytes.span)
        #expect(entries[1].newStateHash != plain, "whoever has the log could try contents until one fits")
        try await world.perform(ResumeKey(made.id))
        let resumed = try await world.entries().last
        #expect(resumed?.previousStateHash == entries[1].newStateHash)
    }

    @Test func `an address lies in the details, which the leaf only commits to`() async throws {
        let world = try await ManagementWorld()
        let caller = Caller(actor: .local(uid: 0), address: IPAddress(ipv4: 0xc633_6401))
        try await world.plane.perform(CreateProject(name: "p"), by: caller)
        let stored = try await world.store.read {
            try $0.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1)[0]
        }
        #expect(stored.details?.values == ["address": "198.51.100.1"])
        #expect(!String(decoding: stored.leaf, as: UTF8.self).contains("198.51"))
    }

    @Test func `no entry holds a token`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        let leaves = try await world.store.read {
            try $0.auditEntries(matching: .init(), .newestFirst, from: nil, limit: .max).map(\.leaf)
        }
        let text = leaves.map { String(decoding: $0, as: UTF8.self) }.joined()
        for token in [try made.bytes(), try rotated.bytes()] {
            #expect(!text.contains(String(decoding: token.suffix(40), as: UTF8.self)))
        }
    }
}
