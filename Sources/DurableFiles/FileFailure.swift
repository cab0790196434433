import Glibc

/// Why a file or folder cannot be used.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// No space left.
        case full
        /// No right, or a folder on the way is missing.
        case denied
        /// Another process holds it.
        case held
        /// Others can write it, or it is somebody else's.
        case exposed
        /// A link, of another kind, or too large.
        case foreign
        /// A read, write or sync failed: nobody knows what the disk holds.
        case failed
    }

    package let code: Code
    /// A sentence for the operator; names the file, never content.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What a system call reported: `act` is the verb of a sentence that begins with "cannot".
    package init(_ number: Int32, _ act: String, _ path: String) {
        let message = "cannot \(act) \(path): \(String(cString: strerror(number)))"
        switch number {
        case ENOSPC, EDQUOT: self.init(.full, message)
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR: self.init(.denied, message)
        case ELOOP: self.init(.foreign, "\(path) is a symbolic link")
        default: self.init(.failed, message)
        }
    }

    package var description: String { self.message }
}
