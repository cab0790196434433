import Glibc
import Storage

/// Notices that a file which is open was deleted, renamed, replaced or cut. What is written to it then goes nowhere,
/// without a word from the system.
struct OpenFiles: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    private let folder: DataFolder
    private var known: [String: Identity] = [:]
    /// Bytes of the database; it never gets shorter.
    private var longest: Int64 = 0

    init(folder: DataFolder) {
        self.folder = folder
    }

    /// What is wrong with the files; `nil` when they are those that were seen before.
    mutating func inspect() -> StorageError? {
        for path in [self.folder.database, self.folder.database + "-wal"] {
            if let failure = self.inspect(path) { return failure }
        }
        return nil
    }

    private mutating func inspect(_ path: String) -> StorageError? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return self.known[path] == nil ? nil : Self.poisoned("\(path) was deleted or renamed while it was in use")
        }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        guard self.known[path] == nil || self.known[path] == identity else {
            return Self.poisoned("\(path) was replaced while it was in use")
        }
        self.known[path] = identity
        guard path == self.folder.database else { return nil }
        guard Int64(status.st_size) >= self.longest else {
            return Self.poisoned("\(path) was cut while it was in use")
        }
        self.longest = Int64(status.st_size)
        return nil
    }

    private static func poisoned(_ message: String) -> StorageError { .init(.poisoned, message) }
}
