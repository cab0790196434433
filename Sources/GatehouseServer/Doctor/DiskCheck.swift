import AdminAPI
import ConfigurationReading
import Glibc
import SQLiteStorage

/// A full disk stops every change but revocation.
enum DiskCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let folder = installation.configuration.dataFolder
        return self.scarcity(folder) + self.reserve(folder)
    }

    private static func scarcity(_ folder: String) -> [AdminFinding] {
        guard let space = FreeSpace(at: folder), space.isScarce else { return [] }
        return [
            .init(
                kind: "disk_nearly_full", severity: .warning,
                title: "Only \(space.free / 1_048_576) MiB are free where the data folder is.", subject: folder,
                cure: "Free space or move the data folder to a larger disk.")
        ]
    }

    static func reserve(_ folder: String) -> [AdminFinding] {
        guard access(SQLiteStore.reserve(in: folder), F_OK) != 0 else { return [] }
        return [
            .init(
                kind: "reserve_missing", severity: .critical,
                title: "There is no room for the reserve: on a full disk not even a revocation could be written.",
                subject: folder,
                cure: "Free \(4 * SQLiteStore.reserveSize >> 20) MiB: the reserve is made again by itself.")
        ]
    }
}
