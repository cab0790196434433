package import Auditing
import Cryptography
package import DurableFiles
import Keys

/// What a witness remembers of each log, in a folder: one file a log, named after the hash of its origin. It holds the last
/// checkpoint cosigned with the log's signatures and the witness's own, which is checked when the file is read.
package struct WitnessMemory: Sendable {
    private let folder: HeldFolder
    private let key: NoteVerifierKey

    /// `key`: The witness's own.
    package init(folder: HeldFolder, key: NoteVerifierKey) {
        self.folder = folder
        self.key = key
    }

    /// The last checkpoint cosigned; `nil` before the first.
    func latest(of origin: String) throws -> Checkpoint? {
        let file = self.file(of: origin)
        guard let bytes = try file.read(atMost: SignedNote.longestText) else { return nil }
        do {
            let note = try SignedNote(bytes)
            _ = try note.verified(by: [self.key])
            let checkpoint = try Checkpoint(text: note.text)
            guard checkpoint.origin == origin else {
                throw WitnessFault(.stateForeign, "\(file.path) is of another log")
            }
            return checkpoint
        } catch let error as AuditingError {
            throw WitnessFault(.stateForeign, "\(file.path) is not what this witness wrote: \(error.message)")
        }
    }

    /// Remembers a cosigned checkpoint; durable when it returns.
    func remember(_ note: SignedNote, of origin: String) throws(FileFailure) {
        try self.file(of: origin).replace(Array(note.serialized.utf8))
    }

    /// Forgets a log. Returns what was remembered.
    package func forget(_ origin: String) throws -> Checkpoint? {
        guard let latest = try self.latest(of: origin) else { return nil }
        try self.file(of: origin).remove()
        return latest
    }

    /// Where the state of a log lies.
    func file(of origin: String) -> DurableFile {
        DurableFile(path: Self.path(of: origin, in: self.folder.path))
    }

    static func path(of origin: String, in folder: String) -> String {
        "\(folder)/\(SHA256Hash.digest(of: Array(origin.utf8).span).hexadecimal)"
    }
}
