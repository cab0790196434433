import Foundation

/// A new file for a proof, made before the act whose proof it is to hold; never over another file.
struct ProofFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Creates the file. Proofs are no secrets: others may read it.
    init(creating path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let exists = errno == EEXIST || errno == ELOOP
            throw CommandFailure(
                exists ? .conflict : .cannotCreate, code: exists ? "proof_file_exists" : "proof_file_refused",
                "\(path) \(exists ? "exists; a proof file is never overwritten" : "cannot be created: \(String(cString: strerror(errno)))")."
            )
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Stores the proof durably; false when that fails.
    consuming func store(_ proof: String) -> Bool {
        let isWritten = NewFile.fill(self.descriptor, with: Array(proof.utf8))
        close(self.descriptor)
        return isWritten
    }

    /// Removes the file again: there is no proof.
    consuming func discard() {
        close(self.descriptor)
        unlink(self.path)
    }
}
