import Auditing
import ConfigurationReading
import KeyManagement
import Storage
import Witnessing

/// One witness and what was said to it. One task uses it at a time.
struct WitnessContact: Sendable {
    /// What comes of one round.
    enum Outcome: Hashable, Sendable {
        case cosigned(NoteSignature)
        case failed(WitnessFailure)
    }

    let settings: WitnessSettings
    let asker: WitnessAsker
    let store: any Store
    private let time: TimeSource
    private var dialogue: WitnessDialogue

    init(_ settings: WitnessSettings, asker: WitnessAsker, store: any Store, time: TimeSource = .system) {
        self.settings = settings
        self.asker = asker
        self.store = store
        self.time = time
        self.dialogue = WitnessDialogue(key: settings.key)
    }

    /// What the witness is called in sentences, metrics and the audit log.
    var name: String { Self.name(ofWitness: self.settings.name) }

    /// Asks until the witness has cosigned the checkpoint or is known not to.
    mutating func ask(about note: SignedNote, _ checkpoint: Checkpoint) async -> Outcome {
        while true {
            let old = self.dialogue.ask(about: checkpoint.size)
            let answer = await self.answer(note, checkpoint, from: old)
            if let outcome = self.take(answer, note, checkpoint, from: old) { return outcome }
        }
    }

    /// Learns how the checkpoint stands to what the witness has cosigned, and moves the witness nowhere; `nil` when it
    /// stands further back.
    mutating func probe(_ note: SignedNote, _ checkpoint: Checkpoint) async -> Outcome? {
        let old = self.dialogue.probe(at: checkpoint.size)
        return self.take(await self.answer(note, checkpoint, from: old), note, checkpoint, from: old)
    }

    /// What comes of an answer; `nil` when the witness stands elsewhere than was believed.
    private mutating func take(
        _ answer: WitnessDialogue.Answer, _ note: SignedNote, _ checkpoint: Checkpoint, from old: UInt64
    ) -> Outcome? {
        switch self.dialogue.take(answer, to: note, of: checkpoint, from: old, at: self.time.wallTime()) {
        case .askAgain: nil
        case .cosigned(let signature): .cosigned(signature)
        case .failed(let failure): .failed(failure)
        }
    }

    static func name(ofWitness witness: String) -> String { "witness \(witness)" }

    private func answer(
        _ note: SignedNote, _ checkpoint: Checkpoint, from old: UInt64
    ) async -> WitnessDialogue.Answer {
        do {
            let proof = try await self.store.read { try $0.auditConsistency(from: old, to: checkpoint.size) }
            guard let proof else { return .silence("the proof from \(old) cannot be made of what is stored") }
            let request = try WitnessRequest(oldSize: old, proof: proof.path, note: note)
            return await self.asker.ask(self.settings.url, request)
        } catch {
            return .silence("it could not be asked: \(error)")
        }
    }
}
