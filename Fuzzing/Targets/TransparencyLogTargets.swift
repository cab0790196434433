import AuditVerifier
import Auditing
import Keys

/// The texts of transparency logs: what is read is written back byte for byte, and the verifier, written apart, takes the
/// same ones.
enum TransparencyLogTargets {
    /// The key and entry of the corpus: the second of five.
    private static let key = "log.example/audit+5f02ff6d+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
    private static let entry = Array(#"{"seq":1}"#.utf8)

    static func note(_ bytes: [UInt8]) -> Int32 {
        guard let note = try? SignedNote(bytes) else { return 0 }
        precondition(Array(note.serialized.utf8) == bytes, "a note is written as it was read")
        let again = try? SignedNote(text: note.text, signatures: note.signatures)
        precondition(again == note, "a note can be made again")
        if let key = try? NoteVerifierKey(Self.key), let verified = try? note.verified(by: [key]) {
            precondition(verified.count == 1, "a key counts once")
        }
        return 0
    }

    static func checkpoint(_ bytes: [UInt8]) -> Int32 {
        if let text = String(validating: bytes, as: UTF8.self), let checkpoint = try? Checkpoint(text: text) {
            precondition(text.utf8.starts(with: checkpoint.text.utf8), "a checkpoint is written as it was read")
            precondition(checkpoint.size <= TreeEdge.mostLeaves, "sizes are bounded")
        }
        return 0
    }

    static func proof(_ bytes: [UInt8]) -> Int32 {
        guard let theirs = try? NoteVerifierKey(Self.key), let ours = try? TrustedKey(Self.key),
            let trust = try? Trust(log: ours)
        else { preconditionFailure("the key is one") }
        let proof = try? LogProof(text: bytes)
        if let proof { precondition(Array(proof.text.utf8) == bytes, "a proof is written as it was read") }
        let leaf = TreeHash.leaf(Self.entry.span)
        let isProven = (try? proof?.verifiedCheckpoint(leaf: leaf, key: theirs)) != nil && proof?.index == 1
        switch EntryProof.verdict(proof: bytes, entry: Self.entry, trust: trust) {
        case .good: precondition(isProven, "what the verifier takes, the writer's code takes")
        case .bad: precondition(!isProven, "what the writer's code takes, the verifier takes")
        }
        return 0
    }
}
