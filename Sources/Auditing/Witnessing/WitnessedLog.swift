import Keys

/// What a witness knows of one log: who signs for it, and the last checkpoint it cosigned. It only ever goes forward.
package struct WitnessedLog: Hashable, Sendable {
    package let origin: String
    private let keys: [NoteVerifierKey]
    /// The empty tree before the first checkpoint.
    package private(set) var latest: Checkpoint

    package init(origin: String, keys: [NoteVerifierKey], latest: Checkpoint? = nil) {
        self.origin = origin
        self.keys = keys
        self.latest = latest ?? Checkpoint(origin: origin, size: 0, root: TreeHash.empty)
    }

    /// What the specification says of the request, in its order (C2SP tlog-witness, add-checkpoint).
    package func judge(_ request: WitnessRequest) -> WitnessVerdict {
        let checkpoint = request.checkpoint
        guard checkpoint.origin == self.origin else { return .unknownOrigin }
        guard (try? request.note.verified(by: self.keys)) != nil else { return .untrusted }
        guard request.oldSize <= checkpoint.size else { return .oldSizeBeyond }
        guard request.oldSize == self.latest.size else {
            return .otherSize(cosigned: self.latest.size)
        }
        guard request.oldSize < checkpoint.size || checkpoint.root == self.latest.root else {
            return .fork(cosigned: self.latest)
        }
        let hasToProve = request.oldSize > 0 && request.oldSize < checkpoint.size
        guard hasToProve || request.proof.isEmpty else { return .uselessProof }
        guard self.isProven(checkpoint, by: request.proof) else { return .unproven(cosigned: self.latest) }
        return .cosign
    }

    /// The signatures on a note that was judged worth cosigning, by those who may sign for the log.
    package func signatures(on note: SignedNote) -> [NoteSignature] {
        note.signatures.filter { signature in
            self.keys.contains { $0.keyID == signature.keyID && NoteName.isSame($0.name, signature.name) }
        }
    }

    /// Goes forward to a checkpoint that was judged worth cosigning and is remembered durably.
    package mutating func advance(to checkpoint: Checkpoint) {
        precondition(
            checkpoint.origin == self.origin && checkpoint.size >= self.latest.size, "a witness never goes back")
        self.latest = checkpoint
    }

    private func isProven(_ checkpoint: Checkpoint, by path: [Digest256]) -> Bool {
        ConsistencyProof(oldSize: self.latest.size, newSize: checkpoint.size, path: path)
            .isValid(oldRoot: self.latest.root, newRoot: checkpoint.root)
    }
}
