package import Auditing
package import Keys

extension StoreReading {
    /// The hashes of a tile of the audit log's tree, full or partial; `nil` when the log is not that long.
    package func auditTile(_ place: TilePlace) throws(StorageError) -> [Digest256]? {
        // Numbers come from outside; beyond the longest log there is nothing.
        guard place.number <= TreeEdge.mostLeaves >> 8 else { return nil }
        if let known = self.auditTree.hashes(of: place) { return known }
        if let full = try self.filledAuditTile(level: place.level, number: place.number) {
            return Array(full.prefix(Int(place.width)))
        }
        // What is not full is at the edge, and of level 0 in the leaves as well.
        guard place.level == 0, !place.isFull else { return nil }
        let first = place.number << 8
        let leaves = try self.auditLeaves(first..<(first + UInt64(place.width)))
        return leaves.count == Int(place.width) ? leaves.map(\.hash) : nil
    }

    /// The bytes of a bundle of entries; `nil` when the log is not that long.
    package func auditEntryBundle(_ place: EntriesPlace) throws(StorageError) -> [UInt8]? {
        guard place.number <= TreeEdge.mostLeaves >> 8 else { return nil }
        let first = place.number << 8
        let leaves = try self.auditLeaves(first..<(first + UInt64(place.width)))
        guard leaves.count == Int(place.width) else { return nil }
        return EntryBundle.bytes(of: leaves.map(\.bytes))
    }

    /// The proof of an entry in the newest tree; `nil` when there is no such entry.
    package func auditProof(of sequence: UInt64) throws(StorageError) -> LogProof? {
        guard let checkpoint = try self.auditCheckpoint() else { return nil }
        return try self.auditProof(of: sequence, in: checkpoint)
    }

    /// The proof of an entry in the tree that a checkpoint of this log tells of; `nil` when it has no such entry.
    package func auditProof(of sequence: UInt64, in note: SignedNote) throws(StorageError) -> LogProof? {
        let size = try self.auditHead(in: note).size
        let proof = try InclusionProof.make(index: sequence, size: size) { place throws(StorageError) in
            try self.auditTile(place) ?? []
        }
        return proof.map { .init($0, checkpoint: note) }
    }

    /// What a checkpoint of this log says.
    package func auditHead(in note: SignedNote) throws(StorageError) -> Checkpoint {
        do {
            return try Checkpoint(text: note.text)
        } catch {
            throw .init(.damaged, "the checkpoint of the audit log cannot be read: \(error.message)")
        }
    }
}
