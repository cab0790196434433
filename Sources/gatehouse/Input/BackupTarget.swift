import Foundation

/// Where a backup is written: a file that is there when it is whole and not before, or standard output.
final class BackupTarget {
    private let path: String
    private let descriptor: Int32

    private var isStream: Bool { self.path == "-" }
    private var part: String { self.path + ".part" }

    /// - Throws: Exit 7 when there is such a file, 73 when none can be made.
    init(_ path: String) throws {
        self.path = path
        guard path != "-" else {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw CommandFailure.usage("A backup is no text for a terminal.", fix: "name a file, or redirect")
            }
            self.descriptor = dup(STDOUT_FILENO)
            return
        }
        guard access(path, F_OK) != 0 else { throw Self.exists(path) }
        let part = path + ".part"
        // What one that was killed has left.
        unlink(part)
        self.descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw Self.failure("be made", path) }
    }

    deinit { close(self.descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Foundation.write(self.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("be written", self.path) }
            written += count
        }
    }

    /// Makes it last under its name. Another file of that name is not replaced.
    func finish() throws {
        guard !self.isStream else { return }
        guard fsync(self.descriptor) == 0 else { throw Self.failure("be synced", self.path) }
        guard link(self.part, self.path) == 0 else {
            throw errno == EEXIST ? Self.exists(self.path) : Self.failure("be named", self.path)
        }
        unlink(self.part)
        let folder = URL(fileURLWithPath: self.path).deletingLastPathComponent().path
        let held = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(held) }
        guard held >= 0, fsync(held) == 0 else { throw Self.failure("be synced", folder) }
    }

    /// Leaves nothing behind.
    func discard() {
        if !self.isStream { unlink(self.part) }
    }

    private static func exists(_ path: String) -> CommandFailure {
        .init(
            .conflict, code: "backup_exists", "\(path) exists; no backup is replaced.", fix: "name another file")
    }

    private static func failure(_ what: String, _ path: String) -> CommandFailure {
        .init(
            .cannotCreate, code: "backup_refused", "\(path) cannot \(what): \(String(cString: strerror(errno))).")
    }
}
