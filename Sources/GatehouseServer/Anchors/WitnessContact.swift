import Auditing
import ConfigurationReading
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
    private var dialogue: WitnessDialogue

    init(_ settings: WitnessSettings, asker: WitnessAsker, store: any Store) {
        self.settings = settings
        self.asker = asker
        self.store = store
        self.dialogue = WitnessDialogue(key: settings.key)
    }

    /// What the witness is called in sentences, metrics and the audit log.
    var name: String { Self.name(ofWitness: self.settings.name) }

    /// Asks until the witness has cosigned the checkpoint or is known not to.
    mutating func ask(about note: SignedNote, _ checkpoint: Checkpoint) async -> Outcome {
        while true {
            let old = self.dialogue.ask(about: checkpoint.size)
            let answer = await self.answer(note, checkpoint, from: old)
            switch self.dialogue.take(answer, to: note, of: checkpoint, from: old) {
            case .askAgain: continue
            case .cosigned(let signature): return .cosigned(signature)
            case .failed(let failure): return .failed(failure)
            }
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
