import Glibc
import Storage

/// The folder a store lives in: ours alone, held by one process at a time.
struct DataFolder: Sendable {
    let path: String

    var database: String { self.path + "/gatehouse.db" }
    var reserve: String { self.path + "/reserve" }
    /// A copy of the database on its way into a backup.
    var copy: String { self.path + "/copy.db" }
    private var lock: String { self.path + "/lock" }

    /// Makes the folder when it is missing, checks whose it is and who else can get in, and takes hold of it.
    ///
    /// - Returns: the descriptor that holds the folder until it is closed.
    func take() throws(StorageError) -> Int32 {
        if mkdir(self.path, 0o700) != 0, errno != EEXIST { throw SystemFailure.error(errno, "make", self.path) }
        try Self.inspect(self.path, kind: S_IFDIR, "folder")
        let descriptor = open(self.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, "open", self.lock) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            guard code == EWOULDBLOCK else { throw SystemFailure.error(code, "lock", self.lock) }
            throw .init(.held, "another process holds the data folder \(self.path)")
        }
        return descriptor
    }

    /// Lets go of the folder. Unlocks by word as well: a child that was forked a moment ago, and has not become its own
    /// program yet, holds a copy of the descriptor, and with it the lock.
    static func release(_ hold: Int32) {
        flock(hold, LOCK_UN)
        Glibc.close(hold)
    }

    /// Makes an empty database file with mode 0600, or checks the one that is there. SQLite gives its other files the
    /// same mode.
    func prepareDatabase() throws(StorageError) {
        let descriptor = open(self.database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 {
            let isSynced = fsync(descriptor) == 0
            let code = errno
            Glibc.close(descriptor)
            guard isSynced else { throw SystemFailure.error(code, "sync", self.database) }
        } else if errno != EEXIST {
            throw SystemFailure.error(errno, "make", self.database)
        }
        for name in [self.database, self.database + "-wal"] where access(name, F_OK) == 0 {
            try Self.inspect(name, kind: S_IFREG, "database")
        }
    }

    /// Removes what a process that was killed has left of a copy.
    func removeLeftovers() {
        for name in [self.copy, self.copy + "-journal"] { unlink(name) }
    }

    /// Bytes that are free where the folder is; 0 when the system does not say.
    var freeSpace: UInt64 {
        var space = statvfs()
        guard statvfs(self.path, &space) == 0 else { return 0 }
        return UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).partialValue
    }

    /// Bytes in the write-ahead log.
    var logSize: Int { Self.size(of: self.database + "-wal") }

    /// Bytes in the database, with what its log may add.
    var databaseSize: UInt64 { UInt64(clamping: Self.size(of: self.database)) + UInt64(clamping: self.logSize) }

    private static func size(of path: String) -> Int {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func inspect(_ path: String, kind: mode_t, _ name: String) throws(StorageError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SystemFailure.error(errno, "inspect", path) }
        guard status.st_mode & S_IFMT == kind else {
            throw .init(.foreign, "the \(name) \(path) is a link or of another kind than it should be")
        }
        guard status.st_uid == geteuid() else {
            throw .init(.exposed, "the \(name) \(path) belongs to user \(status.st_uid), not to \(geteuid())")
        }
        guard status.st_mode & 0o077 == 0 else {
            let cure = kind == S_IFDIR ? "0700" : "0600"
            throw .init(.exposed, "others can get into the \(name) \(path): chmod \(cure) it")
        }
    }
}

/// Errors of system calls on files, in the store's words.
enum SystemFailure {
    static func error(_ code: Int32, _ act: String, _ path: String) -> StorageError {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT: return .init(.full, "no space left to \(act) \(path)")
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ELOOP:
            return .init(.denied, "cannot \(act) \(path): \(reason)")
        case EIO: return .init(.poisoned, "cannot \(act) \(path): \(reason)")
        default: return .init(.unexpected, "cannot \(act) \(path): \(reason)")
        }
    }
}
