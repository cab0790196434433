import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct AuditLogQueryTests {
    private static func key() throws -> NoteVerifierKey { try CheckpointSigner.fixed().verifierKey }

    @Test func `what an act came to proves its entries`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let issued = try await world.plane.perform(
            IssueKey(environmentID: environment.id, name: "ci"), by: ManagementWorld.root)
        #expect(issued.entries.count == 1 && issued.proofs.map(\.index) == Array(issued.entries))
        let entry = try await world.answer(GetAuditEntry(issued.entries.lowerBound))
        #expect(entry.entry.action == .keyIssue)
        let proof = try #require(issued.proofs.first)
        let head = try proof.verifiedCheckpoint(leaf: entry.leafHash, key: Self.key())
        #expect(head.size == issued.entries.upperBound)
    }

    @Test func `what changed nothing proves nothing`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let tried = try await world.plane.perform(
            IssueKey(environmentID: environment.id, name: "ci"), by: ManagementWorld.root, .init(isDryRun: true))
        #expect(tried.entries.isEmpty && tried.proofs.isEmpty)
        let key = try await world.issue(in: environment)
        try await world.perform(RevokeKey(key.key.record.id))
        let again = try await world.plane.perform(RevokeKey(key.key.record.id), by: ManagementWorld.root)
        #expect(again.entries.isEmpty && again.proofs.isEmpty && again.receipt != nil)
    }

    @Test func `head, proofs, tiles and bundles agree`() async throws {
        let world = try await ManagementWorld()
        _ = try await world.makeEnvironment()
        let head = try Checkpoint(try await world.answer(GetAuditCheckpoint()), signedBy: Self.key())
        let tile = try await world.answer(
            GetAuditTile(.init(level: 0, number: 0, width: UInt16(head.size))))
        let hashes = try #require(TileHashes.hashes(in: tile))
        let bundle = try await world.answer(GetAuditEntryBundle(.init(number: 0, width: UInt16(head.size))))
        let leaves = try #require(EntryBundle.entries(in: bundle))
        #expect(leaves.map { AuditEntry.hash(ofLeaf: $0) } == hashes)
        for sequence in 0..<head.size {
            let proof = try await world.answer(GetAuditProof(sequence))
            #expect(try proof.verifiedCheckpoint(leaf: hashes[Int(sequence)], key: Self.key()) == head)
            #expect(try await world.answer(GetAuditEntry(sequence)).leaf == leaves[Int(sequence)])
        }
    }

    @Test func `what the log does not have yet is not found`() async throws {
        let world = try await ManagementWorld()
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditCheckpoint()) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditEntry(0)) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditProof(0)) }
        _ = try await world.makeEnvironment()
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditEntry(100)) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditEntry(.max)) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditProof(.max)) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditTile(.init(level: 1, number: 0))) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditTile(.init(level: 0, number: .max))) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetAuditEntryBundle(.init(number: .max))) }
    }
}
