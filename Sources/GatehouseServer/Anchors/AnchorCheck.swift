import Auditing
import ConfigurationReading
import KeyManagement
import Logging
import Storage

/// Holds what the store has against what is known of it outside, before anything is served: P4 of docs/threat-model.md.
struct AnchorCheck: Sendable {
    let store: any Store
    let file: AnchorFile?
    let contacts: [WitnessContact]
    let board: AnchorBoard
    let logger: Logger

    /// What contradicts the store and was not accepted on record.
    func contradictions() async throws -> [AnchorContradiction] {
        let newest = try await self.store.read { reader -> (note: SignedNote, head: Checkpoint)? in
            // A store without entries can be what is left of one that had many.
            guard let note = try reader.signedAuditHead() else { return nil }
            return (note, try reader.auditHead(in: note))
        }
        let head = newest?.head ?? Checkpoint(origin: "", size: 0, root: TreeHash.empty)
        let anchors = (self.file == nil ? [] : [AnchorFile.name]) + self.contacts.map(\.name)
        let accepted = try await self.store.read { try AcceptedRollbacks.read(of: anchors, in: $0) }
        var found: [AnchorContradiction] = []
        if let contradiction = try await self.fileContradiction(head) { found.append(contradiction) }
        if let newest { found += await self.witnessContradictions(newest.note, newest.head, accepted) }
        // What two operators have accepted stays accepted: the entry is part of the history that they accepted.
        return found.filter { !accepted.contains($0.known) }
    }

    private func fileContradiction(_ head: Checkpoint) async throws -> AnchorContradiction? {
        guard let file else { return nil }
        guard let known = try file.known() else {
            if head.size > 0 {
                self.logger.warning(
                    "there is no anchor file yet: this start cannot tell whether the data is an older copy",
                    metadata: ["path": "\(file.path)"])
            }
            return nil
        }
        let verdict = try await self.store.read { reader in
            try known.judge(head) { size throws(StorageError) in try reader.auditRoot(at: size) }
        }
        return verdict == .extends ? nil : .init(known: known, head: head, isOlder: verdict == .isOlder)
    }

    /// Asks all witnesses at once. One that does not answer is no reason not to start: it may be away for long, and the
    /// others and the file still know.
    private func witnessContradictions(
        _ note: SignedNote, _ head: Checkpoint, _ accepted: AcceptedRollbacks
    ) async -> [AnchorContradiction] {
        await withTaskGroup(of: (Int, WitnessContact.Outcome?).self) { group in
            for index in self.contacts.indices {
                group.addTask {
                    var contact = self.contacts[index]
                    // It is never to cosign a size that an acceptance names: it could not be told apart later.
                    guard !accepted.sizes(of: contact.name).contains(head.size) else {
                        return (index, await contact.probe(note, head))
                    }
                    return (index, await contact.ask(about: note, head))
                }
            }
            var found: [(Int, AnchorContradiction)] = []
            for await (index, outcome) in group {
                switch outcome {
                case nil: break
                case .cosigned(let signature): self.board.note(signature, on: note, size: head.size, by: index)
                case .failed(let failure):
                    self.board.note(failure, by: index)
                    if let contradiction = self.contradiction(failure, of: index, head) {
                        found.append((index, contradiction))
                    }
                }
            }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func contradiction(_ failure: WitnessFailure, of index: Int, _ head: Checkpoint) -> AnchorContradiction? {
        let name = self.contacts[index].name
        switch failure {
        case .ahead(let size):
            return .init(known: .init(anchor: name, size: size, root: nil), head: head, isOlder: true)
        // Of a log without entries a witness can only know that there were some. What else it says to an empty tree, which
        // not every one takes, means nothing.
        case .otherHistory(let size) where head.size > 0:
            return .init(known: .init(anchor: name, size: size, root: nil), head: head, isOlder: false)
        case .silent, .refused, .confused, .otherHistory:
            self.logger.warning(
                "a witness could not be asked whether the data is an older copy",
                metadata: ["witness": "\(name)", "reason": "\(failure.reason)"])
            return nil
        }
    }
}
