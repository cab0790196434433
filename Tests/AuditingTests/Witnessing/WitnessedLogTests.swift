import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct WitnessedLogTests {
    private let log: GrowingLog
    private let keys: [NoteVerifierKey]

    init() throws {
        var log = try GrowingLog()
        log.grow(to: 600)
        self.log = log
        self.keys = [log.signer.verifierKey]
    }

    private func witnessed(_ size: UInt64 = 0) -> WitnessedLog {
        WitnessedLog(
            origin: self.log.origin, keys: self.keys, latest: size == 0 ? nil : self.log.checkpoint(at: size))
    }

    @Test func `a log that only grows is cosigned, step by step`() throws {
        var witnessed = self.witnessed()
        for (old, new) in [(0, 1), (1, 2), (2, 2), (2, 255), (255, 257), (257, 600)] as [(UInt64, UInt64)] {
            let request = try self.log.request(from: old, to: new)
            #expect(witnessed.judge(request) == .cosign, "from \(old) to \(new)")
            witnessed.advance(to: request.checkpoint)
            #expect(witnessed.latest.size == new)
        }
    }

    @Test func `an empty log is cosigned, too`() throws {
        #expect(self.witnessed().judge(try self.log.request(from: 0, to: 0)) == .cosign)
    }

    @Test func `another log is not looked after`() throws {
        let other = try GrowingLog(origin: "log.example/other", seed: 1)
        #expect(self.witnessed().judge(try other.request(from: 0)) == .unknownOrigin)
    }

    @Test func `only the keys it was given may sign`() throws {
        var stranger = try GrowingLog(seed: 2)
        stranger.grow(to: 3)
        #expect(self.witnessed().judge(try stranger.request(from: 0)) == .untrusted)
        let both = WitnessedLog(origin: self.log.origin, keys: self.keys + [stranger.signer.verifierKey])
        #expect(both.judge(try stranger.request(from: 0)) == .cosign)
    }

    @Test func `before, during and after a succession of the log's keys it is one log`() throws {
        let new = try PublishedLog.signer(self.log.origin, key: 2)
        var witnessed = WitnessedLog(origin: self.log.origin, keys: self.keys + [new.verifierKey])
        for (old, size, signers) in [
            (0, 5, [self.log.signer]), (5, 9, [self.log.signer, new]), (9, 12, [new]),
        ] as [(UInt64, UInt64, [NoteSigner])] {
            let note = try self.log.checkpoint(at: size).signed(by: signers)
            let proof = try self.log.request(from: old, to: size).proof
            let request = try WitnessRequest(oldSize: old, proof: proof, note: note)
            #expect(witnessed.judge(request) == .cosign, "at \(size)")
            #expect(witnessed.signatures(on: note).count == signers.count)
            witnessed.advance(to: request.checkpoint)
        }
    }

    @Test func `a signature of other text counts for nothing, beside a good one it spoils the note`() throws {
        let good = try self.log.note(at: 5)
        let wrong = try self.log.note(at: 6).signatures
        let swapped = try SignedNote(text: good.text, signatures: wrong)
        #expect(self.witnessed().judge(try .init(oldSize: 0, proof: [], note: swapped)) == .untrusted)
        let mixed = try good.adding(wrong)
        #expect(self.witnessed().judge(try .init(oldSize: 0, proof: [], note: mixed)) == .untrusted)
    }

    @Test func `signatures of strangers are ignored`() throws {
        let stranger = try GrowingLog(origin: "stranger", seed: 9)
        let note = try self.log.note(at: 5)
        let more = try note.adding([stranger.signer.sign(note.text)])
        let request = try WitnessRequest(oldSize: 0, proof: [], note: more)
        let witnessed = self.witnessed()
        #expect(witnessed.judge(request) == .cosign)
        #expect(witnessed.signatures(on: more) == note.signatures)
    }

    @Test func `an old size beyond the checkpoint is a mistake`() throws {
        let request = try WitnessRequest(oldSize: 9, proof: [], note: self.log.note(at: 8))
        #expect(self.witnessed(9).judge(request) == .oldSizeBeyond)
        #expect(self.witnessed(8).judge(request) == .oldSizeBeyond)
    }

    @Test func `another size than the one cosigned last is told the one cosigned last`() throws {
        #expect(self.witnessed(7).judge(try self.log.request(from: 5, to: 9)) == .otherSize(cosigned: 7))
        #expect(self.witnessed(7).judge(try self.log.request(from: 0, to: 9)) == .otherSize(cosigned: 7))
        #expect(self.witnessed(7).judge(try self.log.request(from: 6, to: 6)) == .otherSize(cosigned: 7))
        #expect(self.witnessed().judge(try self.log.request(from: 5, to: 9)) == .otherSize(cosigned: 0))
    }

    @Test func `the same size with another root is a fork`() throws {
        var fork = self.log.cut(to: 6)
        fork.grow(to: 7, branch: 1)
        let cosigned = self.log.checkpoint(at: 7)
        #expect(self.witnessed(7).judge(try fork.request(from: 7)) == .fork(cosigned: cosigned))
    }

    @Test func `a fork is found wherever it begins`() throws {
        for branch in 0..<8 {
            var fork = self.log.cut(to: branch)
            fork.grow(to: 12, branch: 1)
            let verdict = self.witnessed(8).judge(try fork.request(from: 8))
            #expect(verdict == .unproven(cosigned: self.log.checkpoint(at: 8)), "forked at \(branch)")
        }
    }

    @Test func `a wrong proof proves nothing`() throws {
        let note = try self.log.note(at: 12)
        let right = self.log.proof(from: 8, to: 12)
        let wrong = [[], right.reversed(), right + [.zero], Array(right.dropLast()), right.map { _ in .zero }]
        for proof in wrong where proof != right {
            let verdict = self.witnessed(8).judge(try .init(oldSize: 8, proof: proof, note: note))
            #expect(verdict == .unproven(cosigned: self.log.checkpoint(at: 8)))
        }
    }

    @Test func `where nothing is to be proven, nothing may be given`() throws {
        let first = try WitnessRequest(oldSize: 0, proof: [.zero], note: self.log.note(at: 4))
        #expect(self.witnessed().judge(first) == .uselessProof)
        let again = try WitnessRequest(oldSize: 4, proof: [.zero], note: self.log.note(at: 4))
        #expect(self.witnessed(4).judge(again) == .uselessProof)
        #expect(WitnessReply(refusing: .uselessProof)?.status == 422)
    }

    /// Whatever comes in whatever order, each cosigned checkpoint extends all before it.
    @Test func `no order of requests makes a witness cosign two histories`() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20 {
            var branches = [self.log.cut(to: 40)]
            for branch in 1...3 {
                var fork = self.log.cut(to: .random(in: 0..<40, using: &generator))
                fork.grow(to: 40, branch: UInt8(branch))
                branches.append(fork)
            }
            var witnessed = self.witnessed()
            var cosigned: [(branch: Int, checkpoint: Checkpoint)] = []
            for _ in 0..<60 {
                let branch = Int.random(in: 0..<4, using: &generator)
                let new = UInt64.random(in: 0...40, using: &generator)
                let isRight = Bool.random(using: &generator)
                let old = isRight ? min(witnessed.latest.size, new) : UInt64.random(in: 0...new, using: &generator)
                let request = try branches[branch].request(from: old, to: new)
                guard witnessed.judge(request) == .cosign else { continue }
                witnessed.advance(to: request.checkpoint)
                cosigned.append((branch, request.checkpoint))
            }
            let last = branches[cosigned.last?.branch ?? 0]
            for entry in cosigned { #expect(last.checkpoint(at: entry.checkpoint.size) == entry.checkpoint) }
        }
    }
}
