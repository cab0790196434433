import Auditing
import Glibc

extension FileMark {
    /// What the system says of a file; `nil` for a time of change that no clock shows.
    init?(_ status: stat) {
        let (seconds, isTooLarge) = Int64(status.st_ctim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        guard !isTooLarge else { return nil }
        self.init(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
            changed: seconds &+ Int64(status.st_ctim.tv_nsec))
    }

    /// What a path leads to, through links; `nil` when nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
