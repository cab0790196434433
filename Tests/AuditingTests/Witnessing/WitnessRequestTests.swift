import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct WitnessRequestTests {
    private let log: GrowingLog

    init() throws {
        var log = try GrowingLog()
        log.grow(to: 700)
        self.log = log
    }

    private func code(_ body: String) -> AuditingError.Code? {
        do {
            _ = try WitnessRequest(body: Array(body.utf8))
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `what is written is read`() throws {
        for (old, new) in [(0, 1), (0, 700), (1, 2), (7, 7), (300, 699), (256, 512)] as [(UInt64, UInt64)] {
            let request = try self.log.request(from: old, to: new)
            #expect(try WitnessRequest(body: request.body) == request)
            #expect(request.checkpoint == self.log.checkpoint(at: new))
        }
    }

    /// The example of C2SP tlog-witness, whose signatures are of keys nobody has.
    @Test func `the example of the specification is read`() throws {
        let body = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

            """
        let request = try WitnessRequest(body: Array(body.utf8))
        #expect(request.oldSize == 20_852_014)
        #expect(request.proof.count == 4)
        #expect(request.checkpoint.size == 20_852_163)
        #expect(request.note.signatures.count == 2)
        #expect(request.body == Array(body.utf8))
    }

    @Test(arguments: [
        "", "\n", "old\n\n", "old \n\n", "old 01\n\n", "old -1\n\n", "old +1\n\n", "old  1\n\n", "Old 1\n\n", "old 1",
        "old 1\n", "old 1\nAAAA\n\n", "old 1\nnot base64!\n\n", "old 99999999999999999999\n\n", "old 1\r\n\n",
        "old ١\n\n",
    ]) func `a beginning that is none is refused`(beginning: String) throws {
        let note = try self.log.note().serialized
        #expect(self.code(beginning + note) == .proofMalformed)
    }

    @Test func `63 hashes are taken, 64 are not`() throws {
        let note = try self.log.note()
        let hash = Base64Text.encode([UInt8](repeating: 7, count: 32)) + "\n"
        let most = "old 1\n" + String(repeating: hash, count: 63)
        #expect(self.code(most + "\n" + note.serialized) == nil)
        #expect(self.code(most + hash + "\n" + note.serialized) == .proofMalformed)
        let path = [Digest256](repeating: .zero, count: 64)
        #expect(throws: AuditingError.self) { try WitnessRequest(oldSize: 1, proof: path, note: note) }
    }

    @Test func `a note that is no checkpoint is refused`() throws {
        let signature = try self.log.signer.sign("no checkpoint\n")
        let note = try SignedNote(text: "no checkpoint\n", signatures: [signature])
        #expect(self.code("old 0\n\n" + note.serialized) == .checkpointMalformed)
        #expect(self.code("old 0\n\nlog\n1\n") == .noteMalformed)
    }

    @Test func `a body that is too long is refused before it is looked at`() {
        #expect(self.code(String(repeating: "a", count: WitnessRequest.longestBody + 1)) == .proofMalformed)
    }

    @Test func `damage is refused or read as what it says`() throws {
        let body = try self.log.request(from: 300).body
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            var damaged = body
            switch UInt8.random(in: 0..<3, using: &generator) {
            case 0: damaged[Int.random(in: 0..<body.count, using: &generator)] = .random(in: 0...255, using: &generator)
            case 1: damaged.removeSubrange(Int.random(in: 0..<body.count, using: &generator)...)
            default: damaged.remove(at: Int.random(in: 0..<body.count, using: &generator))
            }
            guard let request = try? WitnessRequest(body: damaged) else { continue }
            #expect(request.body == damaged)
        }
    }
}
