import Glibc

/// A small file that is always whole: whoever reads it, and whenever the power goes, it holds what was written last or
/// what it held before, never a part of either.
package struct DurableFile: Hashable, Sendable {
    package let path: String
    /// Who may do what with it.
    private let mode: UInt32

    package init(path: String, mode: UInt32 = 0o600) {
        self.path = path
        self.mode = mode
    }

    /// Puts the bytes in the place of whatever is there: a new file beside it, synced, renamed over it, and its folder
    /// synced. When this returns, they outlast a power cut.
    ///
    /// One writer at a time.
    package func replace(_ bytes: [UInt8]) throws(FileFailure) {
        let fresh = self.path + ".new"
        // What an earlier attempt left behind, or somebody put there.
        if unlink(fresh) != 0, errno != ENOENT { throw FileFailure(errno, "replace", fresh) }
        do throws(FileFailure) {
            try self.write(bytes, to: fresh)
            guard rename(fresh, self.path) == 0 else { throw FileFailure(errno, "rename", fresh) }
        } catch {
            unlink(fresh)
            throw error
        }
        try Self.syncFolder(of: self.path)
    }

    /// What the file holds; `nil` when there is none. Refuses a link, what is no plain file, what others can write, and
    /// more than `most` bytes. With `fromAnyone` it may be anybody's, since what it holds proves itself.
    package func read(atMost most: Int, fromAnyone: Bool = false) throws(FileFailure) -> [UInt8]? {
        let descriptor = open(self.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return nil }
            throw FileFailure(errno, "open", self.path)
        }
        defer { close(descriptor) }
        let length = try Self.inspect(descriptor, self.path, fromAnyone: fromAnyone)
        guard length <= most else { throw .init(.foreign, "\(self.path) holds more than \(most) bytes") }
        // One more, to see that it has not grown.
        let (bytes, failure) = Self.bytes(of: descriptor, atMost: length + 1)
        guard failure == 0 else { throw FileFailure(failure, "read", self.path) }
        guard bytes.count <= length else { throw .init(.foreign, "\(self.path) grew while it was read") }
        return bytes
    }

    /// What there is to be read up to the end, and the error number of what ended it before; 0 for nothing.
    package static func bytes(
        of descriptor: Int32, atMost most: Int
    ) -> (bytes: [UInt8], failure: Int32) {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            while count < most {
                let taken = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), most - count)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = errno }
                guard taken > 0 else { break }
                count += taken
            }
        }
        return (bytes, failure)
    }

    /// Refuses a folder in which others can put another file in the place of this one. One that is missing is no danger.
    package func inspectFolder() throws(FileFailure) {
        let folder = Self.folder(of: self.path)
        var status = stat()
        guard stat(folder, &status) == 0 else {
            guard errno != ENOENT else { return }
            throw FileFailure(errno, "inspect", folder)
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .init(.exposed, "the folder \(folder) belongs to user \(status.st_uid), not to \(geteuid())")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .init(
                .exposed, "others can write the folder \(folder), and put another file in the place of \(self.path)")
        }
    }

    /// Removes the file, if there is one; durable when this returns.
    package func remove() throws(FileFailure) {
        if unlink(self.path) != 0, errno != ENOENT { throw FileFailure(errno, "remove", self.path) }
        try Self.syncFolder(of: self.path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(self.mode))
        guard descriptor >= 0 else { throw FileFailure(errno, "make", path) }
        let failure = Self.fill(descriptor, with: bytes, mode: mode_t(self.mode))
        let isClosed = close(descriptor) == 0
        guard failure == nil, isClosed else { throw FileFailure(failure ?? errno, "write", path) }
    }

    /// The error number of what went wrong; `nil` when the bytes are on the disk.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8], mode: mode_t) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            written += count
        }
        // The mode given to open() is cut by the umask; say it again so that it is exactly that.
        return fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0 ? nil : errno
    }

    /// - Returns: how many bytes it has.
    private static func inspect(
        _ descriptor: Int32, _ path: String, fromAnyone: Bool
    ) throws(FileFailure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errno, "inspect", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .init(.foreign, "\(path) is not a plain file") }
        guard !fromAnyone else { return Int(status.st_size) }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .init(.exposed, "\(path) belongs to user \(status.st_uid), not to \(geteuid())")
        }
        guard status.st_mode & 0o022 == 0 else { throw .init(.exposed, "others can write \(path): chmod 0600 it") }
        return Int(status.st_size)
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Makes the name of a file or folder outlast a power cut: it lies in the folder, not in what it names.
    package static func syncFolder(of path: String) throws(FileFailure) {
        let folder = Self.folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(errno, "open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure(errno, "sync", folder) }
    }
}
