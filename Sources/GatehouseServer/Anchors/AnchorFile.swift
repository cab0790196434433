import Auditing
import DurableFiles

/// The last checkpoint published, in a file outside the data folder: whoever puts back an older copy of the folder does
/// not put back this.
struct AnchorFile: Hashable, Sendable {
    /// What it is called in sentences, metrics and the audit log.
    static let name = "file"

    private let file: DurableFile

    /// Throws `StartFailure` when the file would lie in the folder it is to guard, or in one where others can replace it.
    init(path: String, dataFolder: String) throws(StartFailure) {
        guard !FilePlace.isInside(path, folder: dataFolder) else {
            throw StartFailure(
                .configuration,
                "audit.anchorFile lies in the data folder, where an older copy of the folder replaces it as well: \(path)"
            )
        }
        let file = DurableFile(path: path)
        do throws(FileFailure) {
            try file.inspectFolder()
        } catch {
            throw StartFailure(error.code == .exposed ? .exposed : .cannotCreate, "audit.anchorFile: \(error.message)")
        }
        self.file = file
    }

    var path: String { self.file.path }

    /// What it knows; `nil` when there is none yet. A file that cannot be read as a checkpoint is no reason to go on.
    func known() throws -> AnchoredHead? {
        guard let bytes = try self.file.read(atMost: SignedNote.longestText) else { return nil }
        do {
            let checkpoint = try Checkpoint(text: SignedNote(bytes).text)
            return AnchoredHead(anchor: Self.name, size: checkpoint.size, root: checkpoint.root)
        } catch {
            throw StartFailure(
                .rolledBack,
                "what the anchor file \(self.path) knew cannot be told (\(error.message)); put it back, or remove it to "
                    + "start without what it knew")
        }
    }

    /// Replaces what it knows; durable when it returns.
    func write(_ note: SignedNote) throws(FileFailure) {
        try self.file.replace(Array(note.serialized.utf8))
    }
}
