import CKeyedDigest
import Glibc

/// A file with exactly 32 bytes of key, mode 0400, owned by the user that reads it, never a link.
package enum KeyFile {
    /// Bytes in the file.
    package static let length = 32

    /// Makes a new key file with mode 0400 and syncs it and its folder. A file that is there is never replaced.
    package static func create(_ path: String, randomBytes: RandomBytes) throws(CryptographyError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o400)
        guard descriptor >= 0 else {
            let code: CryptographyError.Code = errno == EEXIST ? .keyFileExists : .keyFileInaccessible
            throw failure(code, path, errno == EEXIST ? "exists already" : reason(errno))
        }
        let key = SecretBytes(random: length, from: randomBytes)
        // The mode given to open() is cut by the umask; say it again so that it is exactly 0400.
        let isWritten =
            fchmod(descriptor, 0o400) == 0 && write(descriptor, key.address, length) == length
            && fsync(descriptor) == 0
        let writeError = errno
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, syncFolder(of: path) else {
            unlink(path)
            throw failure(.keyFileInaccessible, path, reason(isWritten ? errno : writeError))
        }
    }

    /// Reads the key after checking what kind of file it is, whose it is and who else can read it.
    /// A file that the service manager has handed over may belong to root, with an access list in our favour, which
    /// shows as reading by the group.
    package static func read(_ path: String, handedOver: Bool = false) throws(CryptographyError) -> SecretBytes {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw openFailure(path, errno) }
        defer { close(descriptor) }
        try inspect(descriptor, path, handedOver)
        var count = 0
        let key = SecretBytes(count: length) { count = Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count == length else { throw failure(.keyFileInaccessible, path, "cannot be read in full") }
        return key
    }

    private static func inspect(
        _ descriptor: Int32, _ path: String, _ handedOver: Bool
    ) throws(CryptographyError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(.keyFileInaccessible, path, reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(.keyFileNotRegular, path, "is not a plain file") }
        let isFromRoot = handedOver && status.st_uid == 0 && status.st_gid == 0
        guard status.st_uid == geteuid() || isFromRoot else {
            throw failure(.keyFileWrongOwner, path, "belongs to user \(status.st_uid), not to \(geteuid())")
        }
        guard status.st_mode & (isFromRoot ? 0o037 : 0o077) == 0 else {
            throw failure(
                .keyFileOpenToOthers, path,
                "is open to others: run chmod 0400 on it, then replace the key (“Replace a key file” in docs/operating.md)"
            )
        }
        guard status.st_size == length else {
            throw failure(.keyFileWrongLength, path, "holds \(status.st_size) bytes, not \(length)")
        }
    }

    private static func openFailure(_ path: String, _ code: Int32) -> CryptographyError {
        switch code {
        case ENOENT, ENOTDIR: failure(.keyFileMissing, path, "is not there")
        case ELOOP: failure(.keyFileIsLink, path, "is a symbolic link")
        default: failure(.keyFileInaccessible, path, reason(code))
        }
    }

    private static func syncFolder(of path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private static func failure(
        _ code: CryptographyError.Code, _ path: String, _ words: String
    ) -> CryptographyError {
        .init(code, "the key file \(path) \(words)")
    }

    private static func reason(_ code: Int32) -> String {
        "cannot be used: \(String(cString: strerror(code)))"
    }
}
