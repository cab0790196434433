package import Auditing

/// What a store holds of a write right after its commit, before anything is proven.
package struct WrittenValue<Value: Sendable>: Sendable {
    let value: Value
    /// The numbers of the entries that the write appended.
    package let entries: Range<UInt64>
    /// The tree that the commit left; `nil` when no write of it appended an entry.
    let tree: SignedTree?

    package init(value: Value, entries: Range<UInt64>, tree: SignedTree?) {
        self.value = value
        self.entries = entries
        self.tree = tree
    }
}

extension Store {
    /// Makes the proofs of a write, on the task that asked for it: from memory, or out of the store where a later write of
    /// the same commit appended so much that memory has moved on.
    package func proven<Value: Sendable>(_ written: WrittenValue<Value>) async -> Committed<Value> {
        var proofs: [LogProof] = []
        if let tree = written.tree {
            for index in written.entries.suffix(Committed<Value>.mostProofs) {
                // The write is durable whatever becomes of its proof, which can be asked for later.
                let found = tree.proof(of: index)
                let proof = if let found { found } else { try? await self.storedProof(of: index, in: tree.checkpoint) }
                if let proof { proofs.append(proof) }
            }
        }
        return .init(value: written.value, entries: written.entries, proofs: proofs)
    }

    private func storedProof(of index: UInt64, in checkpoint: SignedNote) async throws -> LogProof? {
        try await self.read { try $0.auditProof(of: index, in: checkpoint) }
    }
}
