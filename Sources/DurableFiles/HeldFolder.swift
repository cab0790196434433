import Glibc

/// A folder that is ours alone and held by one process at a time.
package final class HeldFolder: Sendable {
    package let path: String
    private let hold: Int32

    /// Makes the folder with mode 0700 when it is missing, checks whose it is and who else can get in, and holds it
    /// until the value is gone. A process that dies lets go.
    package init(_ path: String) throws(FileFailure) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw FileFailure(errno, "make", path) }
        try Self.inspect(path)
        let lock = path + "/lock"
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure(errno, "open", lock) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw FileFailure(code, "lock", lock) }
            throw .init(.held, "another process holds the folder \(path)")
        }
        self.hold = descriptor
    }

    /// Lets go by word: a child process that has not become its program yet holds a copy of the descriptor.
    deinit {
        flock(self.hold, LOCK_UN)
        close(self.hold)
    }

    private static func inspect(_ path: String) throws(FileFailure) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw FileFailure(errno, "inspect", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .init(.foreign, "\(path) is not a folder") }
        guard status.st_uid == geteuid() else {
            throw .init(.exposed, "the folder \(path) belongs to user \(status.st_uid), not to \(geteuid())")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .init(.exposed, "others can get into the folder \(path): chmod 0700 it")
        }
    }
}
