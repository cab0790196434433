import Glibc

/// A file that does nothing but take up space, given up when the disk is full, so that access can still be taken away
/// and the audit entry of it still written.
struct SpaceReserve: Sendable {
    let path: String
    /// 16 MiB unless a test says otherwise.
    let size: Int

    var isThere: Bool { access(self.path, F_OK) == 0 }

    /// Gives the space up.
    func release() { unlink(self.path) }

    /// Takes the space again, once there is four times as much.
    ///
    /// - Returns: whether the reserve is there now.
    @discardableResult
    func restore() -> Bool {
        guard !self.isThere else { return true }
        let descriptor = open(self.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        var space = statvfs()
        let isRoomy =
            fstatvfs(descriptor, &space) == 0
            && UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).partialValue
                >= UInt64(self.size) * 4
        let isTaken = isRoomy && posix_fallocate(descriptor, 0, off_t(self.size)) == 0
        close(descriptor)
        if !isTaken { unlink(self.path) }
        return isTaken
    }
}
