import Glibc

/// Who can get at a file that is already open: the path may name another file by now.
package enum FilePrivacy {
    /// Whether nobody but its owner can read or write the file. What is no plain file (a pipe of the shell's) passes.
    package static func isPrivate(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0
    }
}
