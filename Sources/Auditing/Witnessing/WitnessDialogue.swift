package import Keys

/// What a log knows of one witness, and what follows from its answers. Pure: the shell sends, waits and comes back.
package struct WitnessDialogue: Hashable, Sendable {
    /// What the witness answered, or why it did not.
    package enum Answer: Hashable, Sendable {
        case response(status: Int, body: [UInt8])
        /// It could not be reached, or not in time.
        case silence(String)
    }

    /// What to do next.
    package enum Step: Hashable, Sendable {
        /// The witness stands elsewhere than was believed: ask again, from the size it named.
        case askAgain
        /// Done: its signature over the checkpoint asked about.
        case cosigned(NoteSignature)
        /// Try again later.
        case failed(WitnessFailure)
    }

    /// Questions about one checkpoint: one to learn where the witness stands, one to go on from there, and one more for
    /// a second server of the same log that was faster.
    package static let mostQuestions = 3
    /// Most bytes of an answer that are looked at.
    package static let longestAnswer = 16_384
    /// How far the time in a cosignature may be from ours, in seconds. Clocks differ a little; an older cosignature says
    /// what the witness knew then, and can be repeated by anybody who has seen it.
    package static let mostSkew: UInt64 = 300

    package let key: NoteVerifierKey
    /// The size it cosigned last, as far as is known; 0 before the first answer, which then tells.
    package private(set) var known: UInt64 = 0
    private var questions = 0

    package init(key: NoteVerifierKey) { self.key = key }

    /// The size from which the checkpoint of that size is to be proven to the witness. Begins a question.
    package mutating func ask(about size: UInt64) -> UInt64 {
        self.questions += 1
        return min(self.known, size)
    }

    /// The same for a question that moves nothing: from a checkpoint's own size, only a witness that stands there already
    /// cosigns.
    package mutating func probe(at size: UInt64) -> UInt64 {
        self.known = size
        return self.ask(about: size)
    }

    /// Takes in the answer to the question asked last.
    ///
    /// `old`: The size the question started from.
    package mutating func take(
        _ answer: Answer, to note: SignedNote, of checkpoint: Checkpoint, from old: UInt64, at now: WallTime
    ) -> Step {
        let step = self.judge(answer, note, checkpoint, old, now)
        if step == .askAgain, self.questions < Self.mostQuestions { return step }
        self.questions = 0
        return step == .askAgain ? .failed(.confused("its answers contradict each other")) : step
    }

    private mutating func judge(
        _ answer: Answer, _ note: SignedNote, _ checkpoint: Checkpoint, _ old: UInt64, _ now: WallTime
    ) -> Step {
        switch answer {
        case .silence(let reason): return .failed(.silent(reason))
        case .response(200, let body):
            guard let (signature, time) = self.signature(in: body, over: note) else {
                return .failed(.confused("its answer holds no valid cosignature"))
            }
            guard Self.isFresh(time, at: now) else {
                return .failed(.confused("its cosignature is of another time; a clock is wrong, or it is an old one"))
            }
            self.known = checkpoint.size
            return .cosigned(signature)
        case .response(409, let body):
            guard body.last == 0x0a, let size = DecimalText.parse(String(decoding: body.dropLast(), as: UTF8.self))
            else {
                return .failed(.confused("its answer holds no size"))
            }
            guard size != old || old != checkpoint.size else { return .failed(.otherHistory(size: size)) }
            self.known = size
            guard size <= checkpoint.size else { return .failed(.ahead(size: size)) }
            return size == old ? .failed(.confused("it refuses the size it names")) : .askAgain
        // Whatever the witness has seen begins with nothing.
        case .response(422, _) where old == 0:
            return .failed(.confused("it does not take a tree that begins with nothing"))
        // Our proof comes from our own tree, so that the witness has seen another.
        case .response(422, _): return .failed(.otherHistory(size: old))
        case .response(let status, _): return .failed(.refused(status: status))
        }
    }

    /// The witness's own signature among the lines of its answer, and its time; other lines are none of our business.
    private func signature(in body: [UInt8], over note: SignedNote) -> (NoteSignature, time: UInt64)? {
        guard body.count <= Self.longestAnswer,
            let signed = try? SignedNote(Array("\(note.text)\n".utf8) + body),
            let time = try? signed.verified(by: [self.key]).first?.timestamp,
            let signature = signed.signatures.first(where: { $0.keyID == self.key.keyID && $0.name == self.key.name })
        else { return nil }
        return (signature, time)
    }

    private static func isFresh(_ time: UInt64, at now: WallTime) -> Bool {
        let now = UInt64(clamping: now.seconds)
        return max(time, now) - min(time, now) <= Self.mostSkew
    }
}
