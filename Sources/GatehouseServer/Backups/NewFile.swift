import Glibc

/// A file of mode 0600 that was not there before.
struct NewFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(StartFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("make", path) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    func write(_ bytes: [UInt8]) throws(StartFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(self.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", self.path) }
            written += count
        }
    }

    func sync() throws(StartFailure) {
        guard fsync(self.descriptor) == 0 else { throw Self.failure("sync", self.path) }
    }

    private static func failure(_ act: String, _ path: String) -> StartFailure {
        .init(
            errno == EIO ? .poisoned : .cannotCreate, "cannot \(act) \(path): \(String(cString: strerror(errno)))")
    }
}
