import Glibc

/// The folder of the Unix socket: nobody but the server's user may look into it.
enum SocketFolder {
    /// Creates the folder, or checks the one that is there.
    static func prepare(for socketPath: String) throws(AdminServerError) {
        let parts = socketPath.split(separator: "/" as Character, omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        guard !folder.isEmpty else {
            throw .init(.socketFolderExposed, "The socket needs a folder of its own: \(socketPath)")
        }
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .init(.cannotListen, "The folder \(folder) cannot be created: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .init(.socketFolderExposed, "\(folder) is not a folder.")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw .init(
                .socketFolderExposed, "Others can reach the folder of the admin socket: chmod 700 \(folder)")
        }
    }
}
