import Foundation

/// A file that is there before what it is to hold: what cannot be kept is never asked for. Never over another file.
struct NewFile: ~Copyable {
    private let descriptor: Int32
    let path: String

    /// `kind` names the file in what people and programs are told: `secret` or `proof`.
    ///
    /// - Throws: Exit 7 when there is such a file, 73 when none can be made.
    init(creating path: String, mode: mode_t, kind: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            let exists = errno == EEXIST || errno == ELOOP
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                exists ? .conflict : .cannotCreate, code: "\(kind)_file_\(exists ? "exists" : "refused")",
                "\(path) \(exists ? "exists; a \(kind) file is never overwritten" : "cannot be created: \(reason)").")
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Stores the text durably; false when that fails.
    consuming func store(_ text: String) -> Bool {
        let isWritten = Self.fill(self.descriptor, with: Array(text.utf8))
        close(self.descriptor)
        return isWritten
    }

    /// Removes the file again: what it was for never came to be.
    consuming func discard() {
        close(self.descriptor)
        unlink(self.path)
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = UnsafeRawBufferPointer(rebasing: buffer[...])
            while !rest.isEmpty {
                let count = write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return fsync(descriptor) == 0
        }
    }
}

extension NewFile {
    /// For a proof, which is no secret: others may read it.
    static func proof(_ path: String) throws -> NewFile { try .init(creating: path, mode: 0o644, kind: "proof") }
}
