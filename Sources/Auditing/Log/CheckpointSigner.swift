/// Signs the heads of one log under its name, with every key that is in force: all that a store knows of the log's keys.
package struct CheckpointSigner: Sendable {
    /// Oldest first; while one key follows another, both sign.
    private let signers: [NoteSigner]
    /// What heads that were signed before may be signed with: keys that do not sign any more are among them.
    private let known: [NoteVerifierKey]
    /// The log's name, the first line of every checkpoint.
    package let origin: String

    /// A log with one key.
    package init(_ signer: NoteSigner) {
        self.init(signer, after: [])
    }

    /// A log whose newest key is `signer`; `older` ones sign beside it, and `past` ones have signed before.
    package init(_ signer: NoteSigner, after older: [NoteSigner], past: [NoteVerifierKey] = []) {
        self.signers = older + [signer]
        self.known = self.signers.map(\.verifierKey) + past
        self.origin = signer.name
    }

    /// The newest of the keys that sign: what anyone needs to check what is signed here.
    package var verifierKey: NoteVerifierKey { self.signers[self.signers.count - 1].verifierKey }

    /// All keys that sign, newest first.
    package var verifierKeys: [NoteVerifierKey] { self.signers.reversed().map(\.verifierKey) }

    /// Lends the newest key, under which a store keeps it sealed.
    package var newest: NoteSigner { self.signers[self.signers.count - 1] }

    /// Signs the head of a tree.
    package func sign(_ tree: TreeEdge) throws -> SignedTree {
        let checkpoint = Checkpoint(origin: self.origin, size: tree.size, root: tree.root)
        return .init(edge: tree, checkpoint: try checkpoint.signed(by: self.signers))
    }

    /// Reads a head that one of the log's keys signed, under this name or one that the log had before.
    package func head(in note: SignedNote) throws(AuditingError) -> Checkpoint {
        let name = try Checkpoint(text: note.text).origin
        var keys: [NoteVerifierKey] = []
        for key in self.known { keys.append(try .init(name: name, key: key.key)) }
        return try .init(note, signedByOneOf: keys)
    }
}
