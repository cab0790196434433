import Glibc

/// Free and total bytes of a file system.
struct FreeSpace {
    let free: UInt64
    let total: UInt64

    init?(at path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        self.free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
        self.total = UInt64(status.f_blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }

    /// Under half a GiB, or under a twentieth of a small disk.
    var isScarce: Bool { self.free < min(536_870_912, self.total / 20) }
}
