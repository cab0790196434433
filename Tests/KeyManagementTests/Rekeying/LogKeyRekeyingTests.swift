import Auditing
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct LogKeyRekeyingTests {
    private static let overlap: UInt32 = 100

    private func keys(_ world: RekeyingWorld) async throws -> [GetLogKeys.Key] {
        try await world.world.answer(GetLogKeys(origin: try CheckpointSigner.fixed().origin))
    }

    /// Which keys' signatures the head of the log carries, by number.
    private func signers(_ world: RekeyingWorld) async throws -> [UInt32] {
        let note = try #require(try await world.world.store.read { try $0.auditCheckpoint() })
        return try await self.keys(world).filter { (try? note.verified(by: [$0.verifierKey])) != nil }
            .map(\.row.number)
    }

    @Test func `both sign for the overlap, then the new key signs alone and the old one is destroyed`() async throws {
        let world = try await RekeyingWorld(subjects: 3)
        #expect(try await self.signers(world) == [1])
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: Self.overlap)).id
        #expect(try await self.signers(world) == [1])
        var rekeying = try await world.world.plane.advance(id, steps: 100, by: .system)
        #expect(rekeying.phase == .moving && rekeying.dueAt == world.clock.now.adding(seconds: 100))
        #expect(try await self.signers(world) == [1, 2])
        try await world.act(as: 1)
        #expect(try await self.signers(world) == [1, 2])
        world.clock.advance(seconds: 100)
        rekeying = try await world.world.plane.advance(id, steps: 100, by: .system)
        #expect(rekeying.phase == .finished && rekeying.remaining == 0)
        #expect(try await self.signers(world) == [2])
        let keys = try await self.keys(world)
        #expect(keys.map(\.row.state) == [.destroyed, .signing])
        #expect(keys[0].row.envelope.isEmpty && keys[0].createdAt != nil)
        let acts = try await world.world.entries().map(\.action).filter {
            $0.rawValue.hasPrefix("rotation.") || $0.rawValue.hasPrefix("log_key.")
        }
        #expect(
            acts == [.logKeyCreate, .rotationStart, .logKeyActivate, .rotationResidualZero, .rotationFinish])
    }

    @Test func `it goes on after a crash at every step, and every head is signed by a known key`() async throws {
        let world = try await RekeyingWorld(subjects: 2)
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: Self.overlap)).id
        var phases: [RekeyingPhase] = [.prepared]
        var signed: [[UInt32]] = []
        for _ in 0..<100 where phases.last != .finished {
            try await world.crash()
            phases.append(try await world.world.plane.advance(id, steps: 1, by: .system).phase)
            try await world.act(as: phases.count)
            signed.append(try await self.signers(world))
            world.clock.advance(seconds: 30)
        }
        #expect(Set(phases) == Set(RekeyingPhase.allCases))
        #expect(signed.first == [1, 2] && signed.last == [2])
        #expect(signed.allSatisfy { $0 == [1, 2] || $0 == [2] })
        try await world.crash()
        try await world.act(as: 99)
        #expect(try await self.signers(world) == [2])
    }

    @Test func `the note that names the new key is in the entry of it`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        try await world.world.perform(StartRekeying(.logKey, graceSeconds: 0))
        let entry = try #require(try await world.world.entries().first { $0.action == .logKeyCreate })
        let note = try SignedNote(Array(try #require(entry.reason).utf8))
        let succession = try KeySuccession(note)
        let keys = try await self.keys(world)
        #expect(succession.old == keys[0].verifierKey && succession.new == keys[1].verifierKey)
        #expect(entry.object.type == "log_key" && entry.object.id == "2")
    }

    @Test func `an answer's proof verifies with either key while both sign`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: Self.overlap)).id
        try await world.world.plane.advance(id, steps: 1, by: .system)
        let outcome = try await world.world.plane.perform(
            CreateProject(name: "proven"), by: ManagementWorld.root)
        let proof = try #require(outcome.proofs.last)
        let stored = try await world.world.store.read { reader in
            try reader.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1)
        }
        for key in try await self.keys(world) {
            let leaf = try #require(stored.first).leafHash
            #expect(try proof.verifiedCheckpoint(leaf: leaf, key: key.verifierKey).size > 0)
        }
    }

    @Test func `after a compromise the old key ends at once`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: 0)).id
        let rekeying = try await world.world.plane.advance(id, steps: 10, by: .system)
        #expect(rekeying.phase == .finished)
        #expect(try await self.signers(world) == [2])
        // And once more: keys follow one another.
        let next = try await world.world.perform(StartRekeying(.logKey, graceSeconds: 0))
        #expect(next.oldKey == "2" && next.newKey == "3")
        try await world.world.plane.advance(next.id, steps: 10, by: .system)
        #expect(try await self.signers(world) == [3])
    }

    @Test func `the overlap is 30 days unless it is said otherwise, and one is under way at a time`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let rekeying = try await world.world.perform(StartRekeying(.logKey))
        #expect(rekeying.overlapSeconds == 30 * 86_400 && rekeying.keptSeconds == 0)
        await expectRefusal(.rotationUnderWay) { try await world.world.perform(StartRekeying(.logKey)) }
        await expectRefusal(.invalid) {
            try await world.world.perform(StartRekeying(.logKey, of: .project(world.project)))
        }
    }

    @Test func `another root key changes nothing about it`() async throws {
        let world = try await RekeyingWorld(subjects: 1)
        let id = try await world.world.perform(StartRekeying(.logKey, graceSeconds: Self.overlap)).id
        try await world.world.plane.advance(id, steps: 1, by: .system)
        _ = try await world.world.plane.replaceRootKey(by: ManagementWorld.root) { _, slots in slots }
        try await world.act(as: 5)
        #expect(try await self.signers(world) == [1, 2])
    }
}
