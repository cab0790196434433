import AdminAPI
import Glibc

/// A full disk stops every change but revocation.
enum DiskCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let folder = installation.configuration.dataFolder
        guard let space = FreeSpace(at: folder), space.isScarce else { return [] }
        return [
            .init(
                kind: "disk_nearly_full", severity: .warning,
                title: "Only \(space.free / 1_048_576) MiB are free where the data folder is.", subject: folder,
                cure: "Free space or move the data folder to a larger disk.")
        ]
    }
}

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
