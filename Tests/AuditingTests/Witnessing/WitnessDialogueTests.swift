import Keys
import TestKit
import Testing

@testable import Auditing

/// A log and a witness that talk without a network.
@Suite struct WitnessDialogueTests {
    private static let now = WallTime(seconds: 1_800_000_000)

    private let log: GrowingLog
    private let signer: NoteSigner

    init() throws {
        var log = try GrowingLog()
        log.grow(to: 300)
        self.log = log
        self.signer = try NoteSigner(name: "witness.example/w", key: GrowingLog.key(7), kind: .cosignature)
    }

    /// Answers as the specification has it.
    private func answer(_ request: WitnessRequest, _ witnessed: inout WitnessedLog) throws -> WitnessDialogue.Answer {
        let verdict = witnessed.judge(request)
        if let reply = WitnessReply(refusing: verdict) {
            return .response(status: reply.status, body: Array(reply.body.utf8))
        }
        witnessed.advance(to: request.checkpoint)
        let signature = try self.signer.sign(request.note.text, timestamp: 1_800_000_000)
        return .response(status: 200, body: Array(signature.line.utf8))
    }

    /// Asks until there is an end.
    private func talk(
        _ dialogue: inout WitnessDialogue, _ log: GrowingLog, at size: UInt64, _ witnessed: inout WitnessedLog
    ) throws -> (step: WitnessDialogue.Step, questions: Int) {
        for question in 1...WitnessDialogue.mostQuestions {
            let old = dialogue.ask(about: size)
            let request = try log.request(from: old, to: size)
            let answer = try self.answer(request, &witnessed)
            let step = dialogue.take(answer, to: request.note, of: request.checkpoint, from: old, at: Self.now)
            if step != .askAgain { return (step, question) }
        }
        Issue.record("no end")
        return (.askAgain, 0)
    }

    private func signature(_ step: WitnessDialogue.Step) -> NoteSignature? {
        guard case .cosigned(let signature) = step else { return nil }
        return signature
    }

    @Test func `a growing log is cosigned at each size with one question`() throws {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        var witnessed = WitnessedLog(origin: self.log.origin, keys: [self.log.signer.verifierKey])
        for size in [1, 2, 2, 100, 300] as [UInt64] {
            let (step, questions) = try self.talk(&dialogue, self.log, at: size, &witnessed)
            let note = try self.log.note(at: size).adding([try #require(self.signature(step))])
            #expect(try note.verified(by: [self.signer.verifierKey]).first?.timestamp == 1_800_000_000)
            #expect(questions == 1)
            #expect(dialogue.known == size)
        }
    }

    @Test func `where the witness stands is learnt with one question more`() throws {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        var witnessed = WitnessedLog(
            origin: self.log.origin, keys: [self.log.signer.verifierKey], latest: self.log.checkpoint(at: 77))
        let (step, questions) = try self.talk(&dialogue, self.log, at: 300, &witnessed)
        #expect(self.signature(step) != nil)
        #expect(questions == 2)
    }

    @Test func `a witness that was set back is followed back`() throws {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        var witnessed = WitnessedLog(origin: self.log.origin, keys: [self.log.signer.verifierKey])
        _ = try self.talk(&dialogue, self.log, at: 200, &witnessed)
        witnessed = WitnessedLog(
            origin: self.log.origin, keys: [self.log.signer.verifierKey], latest: self.log.checkpoint(at: 50))
        let (step, questions) = try self.talk(&dialogue, self.log, at: 300, &witnessed)
        #expect(self.signature(step) != nil)
        #expect(questions == 2)
    }

    @Test func `a witness that has seen more says so`() throws {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        var witnessed = WitnessedLog(
            origin: self.log.origin, keys: [self.log.signer.verifierKey], latest: self.log.checkpoint(at: 120))
        let (step, _) = try self.talk(&dialogue, self.log, at: 100, &witnessed)
        #expect(step == .failed(.ahead(size: 120)))
        // Later the store may have as many entries again, only others.
        var fork = self.log.cut(to: 100)
        fork.grow(to: 130, branch: 1)
        #expect(try self.talk(&dialogue, fork, at: 130, &witnessed).step == .failed(.otherHistory(size: 120)))
    }

    @Test func `a fork is found at the same size and beyond it`() throws {
        let witnessed = WitnessedLog(
            origin: self.log.origin, keys: [self.log.signer.verifierKey], latest: self.log.checkpoint(at: 120))
        var fork = self.log.cut(to: 100)
        fork.grow(to: 200, branch: 1)
        for size in [120, 121, 200] as [UInt64] {
            var (dialogue, state) = (WitnessDialogue(key: self.signer.verifierKey), witnessed)
            #expect(try self.talk(&dialogue, fork, at: size, &state).step == .failed(.otherHistory(size: 120)))
            #expect(state == witnessed)
        }
    }

    private func step(
        _ answer: WitnessDialogue.Answer, at size: UInt64 = 5, now: WallTime = WitnessDialogueTests.now
    ) throws -> WitnessDialogue.Step {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        let old = dialogue.ask(about: size)
        return dialogue.take(
            answer, to: try self.log.note(at: size), of: self.log.checkpoint(at: size), from: old, at: now)
    }

    @Test func `answers that are none are failures`() throws {
        let other = try NoteSigner(name: "witness.example/w", key: GrowingLog.key(8), kind: .cosignature)
        let text = try self.log.note(at: 5).text
        let wrong: [[UInt8]] = [
            [], [0xff], Array("\n".utf8), Array(try other.sign(text).line.utf8),
            Array(try self.signer.sign(text + "x\n").line.utf8), Array(repeating: 0x41, count: 70_000),
        ]
        for body in wrong {
            guard case .failed(.confused) = try self.step(.response(status: 200, body: body)) else {
                Issue.record("taken for a cosignature: \(body.prefix(80))")
                continue
            }
        }
        for body in ["", "7", "x\n", "07\n", "-1\n", "0\n"] {
            let step = try self.step(.response(status: 409, body: Array(body.utf8)))
            guard case .failed(.confused) = step else {
                Issue.record("taken for a size: \(body)")
                continue
            }
        }
        #expect(try self.step(.response(status: 404, body: [])) == .failed(.refused(status: 404)))
        #expect(try self.step(.silence("refused")) == .failed(.silent("refused")))
    }

    @Test func `a cosignature of another time is none of now`() throws {
        let text = try self.log.note(at: 5).text
        let now: UInt64 = 1_800_000_000
        for (time, isTaken) in [
            (now, true), (now - 300, true), (now + 300, true), (now - 301, false), (now + 301, false),
            (0, false), (1_000_000_000, false), (9_000_000_000, false), (UInt64.max, false),
        ] {
            let body = Array(try self.signer.sign(text, timestamp: time).line.utf8)
            let step = try self.step(.response(status: 200, body: body))
            #expect((self.signature(step) != nil) == isTaken, "of \(time)")
            if case .failed(let failure) = step { #expect(!failure.isContradiction) }
        }
        let old = Array(try self.signer.sign(text, timestamp: 5).line.utf8)
        for clock in [WallTime.distantFuture, Self.now] {
            #expect(self.signature(try self.step(.response(status: 200, body: old), now: clock)) == nil)
        }
    }

    @Test func `whoever refuses a tree that begins with nothing contradicts nothing`() throws {
        guard case .failed(.confused) = try self.step(.response(status: 422, body: [])) else {
            Issue.record("taken for another history")
            return
        }
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        let (note, checkpoint) = (try self.log.note(), self.log.checkpoint())
        _ = dialogue.ask(about: checkpoint.size)
        let named = WitnessDialogue.Answer.response(status: 409, body: Array("7\n".utf8))
        #expect(dialogue.take(named, to: note, of: checkpoint, from: 0, at: Self.now) == .askAgain)
        let old = dialogue.ask(about: checkpoint.size)
        let refused = WitnessDialogue.Answer.response(status: 422, body: [])
        let step = dialogue.take(refused, to: note, of: checkpoint, from: old, at: Self.now)
        #expect(old == 7 && step == .failed(.otherHistory(size: 7)))
    }

    @Test func `a probe learns where the witness stands and moves it nowhere`() throws {
        for (latest, expected) in [
            (120, nil), (130, .failed(.ahead(size: 130))), (77, .askAgain), (0, .askAgain),
        ] as [(UInt64, WitnessDialogue.Step?)] {
            var dialogue = WitnessDialogue(key: self.signer.verifierKey)
            var witnessed = WitnessedLog(
                origin: self.log.origin, keys: [self.log.signer.verifierKey], latest: self.log.checkpoint(at: latest))
            let old = dialogue.probe(at: 120)
            let request = try self.log.request(from: old, to: 120)
            #expect(old == 120 && request.proof.isEmpty)
            let step = dialogue.take(
                try self.answer(request, &witnessed), to: request.note, of: request.checkpoint, from: old,
                at: Self.now)
            if let expected { #expect(step == expected) } else { #expect(self.signature(step) != nil) }
            #expect(witnessed.latest.size == latest)
        }
    }

    @Test func `lines of others beside the witness's own are passed over`() throws {
        let note = try self.log.note(at: 5)
        let other = try NoteSigner(name: "other", key: GrowingLog.key(8), kind: .cosignature)
        let lines =
            try other.sign(note.text, timestamp: 1).line + self.signer.sign(note.text, timestamp: 1_800_000_000).line
        let step = try self.step(.response(status: 200, body: Array(lines.utf8)))
        #expect(self.signature(step)?.name == "witness.example/w")
    }

    @Test func `a witness that names ever other sizes is given up`() throws {
        var dialogue = WitnessDialogue(key: self.signer.verifierKey)
        let (note, checkpoint) = (try self.log.note(), self.log.checkpoint())
        var steps: [WitnessDialogue.Step] = []
        for size in 1...WitnessDialogue.mostQuestions {
            let old = dialogue.ask(about: checkpoint.size)
            let answer = WitnessDialogue.Answer.response(status: 409, body: Array("\(size)\n".utf8))
            steps.append(dialogue.take(answer, to: note, of: checkpoint, from: old, at: Self.now))
        }
        #expect(steps.dropLast().allSatisfy { $0 == .askAgain })
        #expect(steps.last == .failed(.confused("its answers contradict each other")))
        // The next checkpoint begins anew.
        #expect(dialogue.ask(about: 300) == 3)
    }

    @Test func `only what contradicts the store is an alarm`() {
        let alarms: [WitnessFailure] = [.ahead(size: 1), .otherHistory(size: 1)]
        let nuisances: [WitnessFailure] = [.silent("x"), .refused(status: 404), .confused("x")]
        #expect(alarms.filter { $0.isContradiction } == alarms)
        #expect(nuisances.filter { $0.isContradiction }.isEmpty)
        #expect(Set((alarms + nuisances).map(\.reason)).count == 5)
    }
}
