import Foundation
import GatehouseServer

/// Files that hold a secret: read only when private, written once, never over another file.
struct SecretFile: ~Copyable {
    /// Longest secret file read.
    static let longest = 4096

    private let descriptor: Int32
    private let path: String

    /// Creates the file with mode 0600, before the secret exists: a secret that cannot be stored is never asked for.
    init(creating path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let exists = errno == EEXIST || errno == ELOOP
            throw CommandFailure(
                exists ? .conflict : .cannotCreate, code: exists ? "secret_file_exists" : "secret_file_refused",
                "\(path) \(exists ? "exists; a secret file is never overwritten" : "cannot be created: \(String(cString: strerror(errno)))")."
            )
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Stores the secret durably, with a newline.
    consuming func store(_ secret: String) throws {
        let isWritten = NewFile.fill(self.descriptor, with: Array((secret + "\n").utf8))
        close(self.descriptor)
        guard isWritten else {
            throw CommandFailure(
                .cannotCreate, code: "secret_file_refused", "\(self.path) could not be written; the secret is lost.",
                fix: "rotate the key to get another secret")
        }
    }

    /// Removes the file again: the secret never came to be.
    consuming func discard() {
        close(self.descriptor)
        unlink(self.path)
    }

    /// The text of a private file, or of standard input for `-`.
    ///
    /// - Throws: Exit 77 when others can read or write the file.
    static func read(_ path: String) throws -> String {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .notSignedIn, code: "credential_missing", "\(path) cannot be read: \(String(cString: strerror(errno)))."
            )
        }
        defer { close(descriptor) }
        guard path == "-" || FilePrivacy.isPrivate(descriptor) else {
            throw CommandFailure(
                .exposedSecret, code: "secret_exposed", "Others can read or write \(path).", fix: "chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        var used = 0
        while used < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress?.advanced(by: used), Self.longest - used)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            used += count
        }
        return String(decoding: bytes.prefix(used), as: UTF8.self)
    }
}
