import AdminAPI
import Foundation

/// After an upgrade the old program goes on until it is restarted.
enum VersionCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            target.hasSuffix(" (deleted)")
        else { return [] }
        return [
            .init(
                kind: "old_version_running", severity: .warning,
                title: "The program on disk was replaced; version \(GatehouseVersion.current) is still running.",
                cure: "Restart the server.")
        ]
    }
}
