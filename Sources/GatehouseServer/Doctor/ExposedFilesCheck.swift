import AdminAPI
import AuditExport
import ConfigurationReading
import Foundation
import Glibc

/// State, root key and configuration must not be readable, and above all not writable, by others.
enum ExposedFilesCheck {
    /// Most files looked at below the data folder.
    private static let mostFiles = 10_000
    /// Most findings reported, so that a folder copied with open rights does not bury the rest.
    private static let mostFindings = 20

    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let configuration = installation.configuration
        var paths: [String] = [configuration.dataFolder] + [configuration.rootKeyFile].compactMap(\.self)
        if let file = configuration.verify?.forwardAuth?.secretFile { paths.append(file) }
        paths += configuration.audit.sinks.compactMap(\.tokenFile)
        let walker = FileManager.default.enumerator(atPath: configuration.dataFolder)
        while paths.count < Self.mostFiles, let name = walker?.nextObject() as? String {
            paths.append("\(configuration.dataFolder)/\(name)")
        }
        let exposed = paths.filter { Self.mode(of: $0) & 0o077 != 0 }.map { Self.finding($0, "0600 (a folder: 0700)") }
        let writable = installation.configurationFile.map { Self.mode(of: $0) & 0o022 != 0 ? [$0] : [] } ?? []
        return Array(exposed.prefix(Self.mostFindings)) + writable.map { Self.finding($0, "0644 or less") }
    }

    private static func finding(_ path: String, _ mode: String) -> AdminFinding {
        .init(
            kind: "file_open_to_others", severity: .critical, title: "Others can read or write \(path).", subject: path,
            cure: "chmod it to \(mode), and consider what it held as seen.")
    }

    private static func mode(of path: String) -> mode_t {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return 0 }
        // A socket is guarded by its folder.
        return status.st_mode & S_IFMT == S_IFSOCK ? 0 : status.st_mode & 0o777
    }
}
