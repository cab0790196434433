import AdminAPI
import ConfigurationReading
import Foundation
import SQLiteStorage

/// An affected SQLite can lose a committed transaction when several connections share a write-ahead log. One exclusive
/// connection, all that the store ever opens, is safe; its mark is that there is no shared-memory file.
enum SQLiteCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        self.findings(in: installation.configuration.dataFolder, with: .inUse)
    }

    static func findings(in folder: String, with library: SQLiteVersion) -> [AdminFinding] {
        guard library.mayLoseCommitsOfTwoConnections else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix("-shm") }.map { name in
            .init(
                kind: "sqlite_unsafe_mode", severity: .critical,
                title: "The database is open on several connections, where SQLite \(library) can lose transactions.",
                subject: "\(folder)/\(name)",
                cure: "Close every other program that has the database open; the CLI asks the server instead.")
        }
    }
}
