import Glibc
package import Storage

/// A database that is no store yet, on which commits are done again, page by page. Nothing else has it open.
package final class PageTarget {
    private let descriptor: Int32
    private let path: String
    private var databasePages: UInt32?
    private var pageSize = 0

    package init(_ path: String) throws(StorageError) {
        self.path = path
        self.descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard self.descriptor >= 0 else { throw SystemFailure.error(errno, "open", path) }
    }

    deinit { close(self.descriptor) }

    /// Does one commit again.
    package func apply(_ commit: PageCommit) throws(StorageError) {
        for page in commit.pages {
            self.pageSize = page.bytes.count
            try self.write(page.bytes, at: UInt64(page.number - 1) * UInt64(page.bytes.count))
        }
        self.databasePages = commit.databasePages
    }

    /// Gives the file the length of the last commit; durable when this returns.
    package func finish() throws(StorageError) {
        if let databasePages, self.pageSize > 0 {
            let length = off_t(clamping: UInt64(databasePages) * UInt64(self.pageSize))
            guard ftruncate(self.descriptor, length) == 0 else { throw SystemFailure.error(errno, "cut", self.path) }
        }
        guard fsync(self.descriptor) == 0 else { throw SystemFailure.error(errno, "sync", self.path) }
    }

    private func write(_ bytes: [UInt8], at place: UInt64) throws(StorageError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(self.descriptor, $0.baseAddress, $0.count, off_t(clamping: place) + off_t(written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemFailure.error(errno, "write", self.path) }
            written += count
        }
    }
}
