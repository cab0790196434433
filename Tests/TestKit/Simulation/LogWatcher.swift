import Auditing
import KeyManagement
import Keys
import Storage

/// Somebody outside who keeps everything the log ever told them, and believes nothing that contradicts it.
struct LogWatcher {
    private let key: NoteVerifierKey
    /// What was signed, oldest first.
    private(set) var heads: [Checkpoint] = []
    /// The note of the last one, whose signature was checked.
    private var lastNote: SignedNote?

    init(key: NoteVerifierKey) { self.key = key }

    /// Entries that are known to be there.
    var size: UInt64 { self.heads.last?.size ?? 0 }

    /// An act was answered: the log grew by its entries and no others, and the answer's proofs are of them.
    mutating func hear(_ entries: Range<UInt64>, _ proofs: [LogProof], from store: any Store) async throws {
        guard entries.isEmpty || entries.lowerBound == self.size else {
            throw Discrepancy(finding: "entries \(entries) were answered when the log had \(self.size)")
        }
        guard proofs.map(\.index) == Array(entries.suffix(Committed<Void>.mostProofs)) else {
            throw Discrepancy(finding: "an answer about entries \(entries) proves \(proofs.map(\.index))")
        }
        let shown = entries.isEmpty ? self.size : entries.upperBound
        for proof in proofs {
            let head = try await self.check(proof, in: store)
            guard head.size == shown else {
                throw Discrepancy(finding: "entries \(entries) are proven in a log of \(head.size)")
            }
            try await self.follow(head, proof.checkpoint, in: store)
        }
        try await self.look(at: store, expecting: shown)
    }

    /// The log is as long as that; `nil`: not shorter than it was.
    mutating func look(at store: any Store, expecting size: UInt64? = nil) async throws {
        guard let note = try await store.read({ try $0.auditCheckpoint() }) else {
            guard self.size == 0 else { throw Discrepancy(finding: "the log has lost its checkpoint") }
            return
        }
        let head = try note == self.lastNote ? self.heads.last : self.head(in: note)
        guard let head, head.size >= self.size, size.map({ $0 == head.size }) ?? true else {
            let found = head.map { "\($0.size)" } ?? "no"
            throw Discrepancy(finding: "the log has \(found) entries, and must have \(size ?? self.size)")
        }
        try await self.follow(head, note, in: store)
    }

    /// Everything that was ever signed is the beginning of what is there now.
    func lookBack(at store: any Store) async throws {
        for old in self.heads.dropLast() { try await self.require(old, beforeLastOf: store) }
    }

    /// A head whose signature was checked must follow from the last one.
    private mutating func follow(_ head: Checkpoint, _ note: SignedNote, in store: any Store) async throws {
        self.lastNote = note
        guard head != self.heads.last else { return }
        let old = self.heads.last
        self.heads.append(head)
        if let old { try await self.require(old, beforeLastOf: store) }
    }

    private func require(_ old: Checkpoint, beforeLastOf store: any Store) async throws {
        guard let new = self.heads.last else { return }
        let proof = try await store.read { try $0.auditConsistency(from: old.size, to: new.size) }
        guard proof?.isValid(oldRoot: old.root, newRoot: new.root) ?? false else {
            throw Discrepancy(finding: "the log of \(new.size) entries does not begin with that of \(old.size)")
        }
    }

    private func head(in note: SignedNote) throws -> Checkpoint {
        do {
            return try Checkpoint(note, signedBy: self.key)
        } catch {
            throw Discrepancy(finding: "the checkpoint is refused: \(error.message)")
        }
    }

    private func check(_ proof: LogProof, in store: any Store) async throws -> Checkpoint {
        let leaves = try await store.read { try $0.auditLeaves(proof.index..<proof.index + 1) }
        do {
            return try proof.verifiedCheckpoint(leaf: leaves.first?.hash ?? .zero, key: self.key)
        } catch {
            throw Discrepancy(finding: "the proof of entry \(proof.index) is refused: \(error.message)")
        }
    }
}
