import Glibc

/// Reads small files whole.
package enum PlainFile {
    /// At most so many bytes from the beginning of a file; `nil` when there is none.
    package static func read(_ path: String, most: Int) throws(VerifierError) -> [UInt8]? {
        // A pipe in a file's place must not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno != ENOENT, errno != ENOTDIR else { return nil }
            throw Self.failure(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .init(.fileNotPlain, "\(path) is not a plain file") }
        let capacity = min(max(Int(status.st_size), 0), most)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            while count < capacity {
                let taken = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, capacity - count)
                if taken < 0, errno == EINTR { continue }
                failed = taken < 0
                guard taken > 0 else { return }
                count += taken
            }
        }
        guard !failed else { throw Self.failure(path) }
        return bytes
    }

    private static func failure(_ path: String) -> VerifierError {
        .init(.fileUnreadable, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
}
