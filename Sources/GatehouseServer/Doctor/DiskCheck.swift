import AdminAPI
import ConfigurationReading

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
