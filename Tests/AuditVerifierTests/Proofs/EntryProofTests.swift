import AuditVerifier
import Auditing
import Keys
import TestKit
import Testing

@Suite struct EntryProofTests {
    private func finding(_ proof: String, _ entry: [UInt8], _ trust: Trust? = nil) throws -> LogFinding? {
        switch EntryProof.verdict(proof: Array(proof.utf8), entry: entry, trust: try trust ?? .sample()) {
        case .good: nil
        case .bad(let finding): finding
        }
    }

    @Test(arguments: [1, 2, 3, 255, 256, 257, 600]) func `every entry's proof is good`(count: Int) throws {
        let log = try PublishedLog(entries: count)
        for index in Set([0, 1, count / 2, count - 2, count - 1]) where (0..<count).contains(index) {
            let proof = try #require(try log.proof(of: UInt64(index)))
            let verdict = EntryProof.verdict(
                proof: Array(proof.text.utf8), entry: log.leaves[index], trust: try .sample())
            guard case .good(UInt64(index), let report) = verdict else {
                Issue.record("entry \(index) of \(count): \(verdict)")
                continue
            }
            #expect(report.size == UInt64(count))
        }
    }

    @Test func `another entry, place, path or key is refused`() throws {
        let log = try PublishedLog(entries: 300)
        let proof = try #require(try log.proof(of: 77))
        let entry = log.leaves[77]
        #expect(try self.finding(proof.text, log.leaves[78])?.code == .proofRejected)
        #expect(try self.finding(proof.text, entry + [0x0a])?.code == .proofRejected)
        #expect(try self.finding(proof.text, [])?.code == .proofRejected)
        let thief = try TrustedKey(PublishedLog.signer(key: 2).verifierKey.description)
        #expect(try self.finding(proof.text, entry, .init(log: thief))?.code == .checkpointUnsigned)
        for index in [0, 76, 78, 299, 300, UInt64(Int64.max)] as [UInt64] {
            let moved = LogProof(index: index, path: proof.path, checkpoint: proof.checkpoint)
            #expect(try self.finding(moved.text, entry)?.code == .proofRejected)
        }
        for path in [Array(proof.path.dropLast()), proof.path + [.zero], proof.path.reversed(), []] {
            let other = LogProof(index: 77, path: path, checkpoint: proof.checkpoint)
            #expect(try self.finding(other.text, entry)?.code == .proofRejected)
        }
        for position in proof.path.indices {
            var path = proof.path
            path[position].words.2 ^= 1
            let other = LogProof(index: 77, path: path, checkpoint: proof.checkpoint)
            #expect(try self.finding(other.text, entry)?.code == .proofRejected)
        }
    }

    @Test func `a proof that no witness stands behind is refused when one is asked for`() throws {
        let witness = try PublishedLog.signer(Trust.witness, key: 9, kind: .cosignature)
        let plain = try #require(try PublishedLog(entries: 3).proof(of: 1))
        let entry = PublishedLog.leaves(3)[1]
        let trust = try Trust.sample([Trust.witnessKey()])
        #expect(try self.finding(plain.text, entry, trust)?.code == .witnessMissing)
        let log = try PublishedLog(leaves: PublishedLog.leaves(3), witnesses: [witness])
        let cosigned = try #require(try log.proof(of: 1))
        #expect(try self.finding(cosigned.text, entry, trust) == nil)
    }

    @Test func `an entry that is proven and is none is named`() throws {
        var leaves = PublishedLog.leaves(4)
        leaves[2] = Array("{}".utf8)
        leaves[3] = leaves[1]
        let log = try PublishedLog(leaves: leaves)
        let (second, third) = (try #require(try log.proof(of: 2)), try #require(try log.proof(of: 3)))
        #expect(try self.finding(second.text, leaves[2])?.code == .entryMalformed)
        #expect(try self.finding(third.text, leaves[3])?.code == .entryMisplaced)
    }

    @Test func `a disturbed proof is never good, unless what nobody signs was disturbed`() throws {
        let log = try PublishedLog(entries: 20)
        let proof = try #require(try log.proof(of: 13))
        var generator = SeededGenerator(seed: 59)
        let text = Array(proof.text.utf8)
        let signed = text.count - (proof.checkpoint.serialized.utf8.count - proof.checkpoint.text.utf8.count)
        for _ in 0..<300 {
            var bytes = text
            let position = generator.number(below: signed)
            bytes[position] ^= UInt8(1 << generator.number(below: 8))
            guard case .bad = EntryProof.verdict(proof: bytes, entry: log.leaves[13], trust: try .sample()) else {
                Issue.record("byte \(position) does not count")
                continue
            }
        }
    }
}
