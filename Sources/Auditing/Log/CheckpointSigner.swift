/// Signs the heads of one log under its name: all that a store knows of the log's key.
package struct CheckpointSigner: Sendable {
    private let signer: NoteSigner

    package init(_ signer: NoteSigner) {
        self.signer = signer
    }

    /// The log's name, the first line of every checkpoint.
    package var origin: String { self.signer.name }

    /// What anyone needs to check what is signed here.
    package var verifierKey: NoteVerifierKey { self.signer.verifierKey }

    /// Signs the head of a tree.
    package func sign(_ tree: TreeEdge) throws -> SignedTree {
        let checkpoint = Checkpoint(origin: self.origin, size: tree.size, root: tree.root)
        return .init(edge: tree, checkpoint: try checkpoint.signed(by: self.signer))
    }

    /// Reads a head that this key signed, under this name or one that the log had before.
    package func head(in note: SignedNote) throws(AuditingError) -> Checkpoint {
        let name = try Checkpoint(text: note.text).origin
        return try .init(note, signedBy: .init(name: name, key: self.verifierKey.key))
    }
}
