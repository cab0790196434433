import Glibc

/// The open file of a file sink, checked: a plain file of ours that nobody else can write, ending in a line feed.
struct SinkFile: ~Copyable {
    private let descriptor: CInt
    let path: String
    private(set) var size: Int
    /// Device and inode.
    let identity: FileIdentity

    /// Which file it is, whatever its name.
    struct FileIdentity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// Opens the file, or makes it with mode 0600. A link in its place is not followed.
    static func open(_ path: String) throws(SinkFailure) -> SinkFile {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let descriptor = Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let failure = Self.failure("look at", path)
            close(descriptor)
            throw failure
        }
        var file = SinkFile(descriptor, path, status)
        guard status.st_mode & S_IFMT == S_IFREG else { throw .init(.file, "\(path) is no plain file") }
        guard status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
            throw .init(.exposed, "others can write \(path); take it away, or chmod it to 0600")
        }
        try file.mendTail()
        return file
    }

    private init(_ descriptor: CInt, _ path: String, _ status: stat) {
        self.descriptor = descriptor
        self.path = path
        self.size = Int(status.st_size)
        self.identity = .init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    deinit { close(self.descriptor) }

    /// Adds the bytes and waits until the disk has them. What a failure left of them is taken back.
    mutating func append(_ bytes: [UInt8]) throws(SinkFailure) {
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            let count = rest.withUnsafeBytes { write(self.descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                let failure = Self.failure("write", self.path)
                ftruncate(self.descriptor, off_t(self.size))
                throw failure
            }
        }
        guard fsync(self.descriptor) == 0 else { throw Self.failure("sync", self.path) }
        self.size += bytes.count
    }

    /// A process that died while it wrote leaves half a record; it comes again as a whole.
    private mutating func mendTail() throws(SinkFailure) {
        var end = self.size
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while end > 0 {
            let start = max(end - chunk.count, 0)
            let count = pread(self.descriptor, &chunk, end - start, off_t(start))
            guard count == end - start else { throw Self.failure("read", self.path) }
            if let feed = chunk[..<count].lastIndex(of: 0x0a) {
                end = start + feed + 1
                break
            }
            end = start
        }
        guard end < self.size else { return }
        guard ftruncate(self.descriptor, off_t(end)) == 0 else { throw Self.failure("mend", self.path) }
        self.size = end
    }

    static func failure(_ verb: String, _ path: String) -> SinkFailure {
        let reason = String(cString: strerror(errno))
        return .init(.file, "cannot \(verb) \(path): \(reason)")
    }
}
