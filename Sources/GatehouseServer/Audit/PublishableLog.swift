import Auditing
import Storage

/// What is to be published of a log: its head, and who may sign for it.
struct PublishableLog: Sendable {
    /// The newest signed head.
    let note: SignedNote
    /// What the note says.
    let head: Checkpoint
    /// Every key the log ever had, under its name: an earlier start may have published what only an old one signed.
    let keys: [NoteVerifierKey]
    /// The numbers of the keys that a note names.
    let successors: [UInt32]

    /// `nil` before the first entry.
    init?(_ reader: any StoreReading) throws {
        guard let note = try reader.auditCheckpoint() else { return nil }
        let (name, rows) = (try Checkpoint(text: note.text).origin, try reader.logKeys())
        self.note = note
        self.keys = try rows.map { (row) throws(StorageError) in try row.verifierKey(named: name) }
        self.head = try Checkpoint(note, signedByOneOf: self.keys)
        self.successors = rows.filter { !$0.succession.isEmpty }.map(\.number)
    }
}
