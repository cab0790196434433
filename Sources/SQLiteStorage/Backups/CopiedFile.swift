import Glibc
package import Storage

/// A file that is read from front to back and is gone with this value: it has no name any more.
package final class CopiedFile: Sendable {
    /// Bytes in it.
    package let length: UInt64
    private let descriptor: Int32

    /// Makes an empty file with mode 0600, in the place of one that was left behind.
    static func create(_ path: String) throws(StorageError) {
        if unlink(path) != 0, errno != ENOENT { throw SystemFailure.error(errno, "replace", path) }
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, "make", path) }
        close(descriptor)
    }

    /// Opens the file and takes its name away, so that nothing is left of it whatever happens.
    init(_ path: String) throws(StorageError) {
        self.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard self.descriptor >= 0 else { throw SystemFailure.error(errno, "open", path) }
        var status = stat()
        guard fstat(self.descriptor, &status) == 0, unlink(path) == 0 else {
            let code = errno
            close(self.descriptor)
            throw SystemFailure.error(code, "read", path)
        }
        self.length = UInt64(clamping: status.st_size)
    }

    deinit { close(self.descriptor) }

    /// Up to so many bytes from that place on; none at the end.
    package func bytes(at offset: UInt64, atMost count: Int) throws(StorageError) -> [UInt8] {
        try FileBytes.read(self.descriptor, at: offset, atMost: count, of: "the copy of the store")
    }
}
