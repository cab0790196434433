import Keys

/// Verifies a proof that an entry stands in a log (C2SP tlog-proof), with nothing but the log's key.
package enum EntryProof {
    package enum Verdict: Hashable, Sendable {
        /// The entry's index, and the checkpoint that proves it.
        case good(index: UInt64, LogReport)
        case bad(LogFinding)
    }

    /// What is to be said of the proof's bytes and the entry's.
    package static func verdict(proof: [UInt8], entry: [UInt8], trust: Trust) -> Verdict {
        do throws(LogFinding) {
            guard let text = ProofText(proof[...]) else {
                throw .init(.proofMalformed, "the proof is no text of the form c2sp.org/tlog-proof@v1")
            }
            let verified = try VerifiedHead(text.checkpoint, trust: trust, file: nil)
            try self.check(text, entry: entry, head: verified.head)
            return .good(index: text.index, .init(verified))
        } catch {
            return .bad(error)
        }
    }

    /// Whether the bytes have the form of an entry: canonical JSON with the entry's number.
    package static func isLeaf(_ entry: [UInt8]) -> Bool { LeafForm.sequence(of: entry.span) != nil }

    private static func check(_ text: ProofText, entry: [UInt8], head: TreeHead) throws(LogFinding) {
        let index = text.index
        let leaf = TreeRoot.leaf(entry.span)
        guard index < head.size, self.root(over: leaf, index: index, size: head.size, path: text.path[...]) == head.root
        else {
            throw .init(.proofRejected, entry: index, "the proof does not lead from this entry to the root")
        }
        guard let sequence = LeafForm.sequence(of: entry.span) else {
            throw .init(.entryMalformed, entry: index, "the entry is no canonical JSON with a number")
        }
        guard sequence == index else {
            throw .init(.entryMisplaced, entry: index, "entry \(sequence) stands in the place of entry \(index)")
        }
    }

    /// The root of a tree, from one leaf and what stands beside the way up from it, as the tree is defined: a tree divides
    /// behind the largest power of two below its size. `nil` when the path is of another length than the way.
    private static func root(
        over leaf: Digest256, index: UInt64, size: UInt64, path: ArraySlice<Digest256>
    ) -> Digest256? {
        guard size > 1 else { return path.isEmpty ? leaf : nil }
        guard let beside = path.last else { return nil }
        let half = UInt64(1) << UInt64(63 - (size - 1).leadingZeroBitCount)
        guard index >= half else {
            return self.root(over: leaf, index: index, size: half, path: path.dropLast())
                .map { TreeRoot.join($0, beside) }
        }
        return self.root(over: leaf, index: index - half, size: size - half, path: path.dropLast())
            .map { TreeRoot.join(beside, $0) }
    }
}
