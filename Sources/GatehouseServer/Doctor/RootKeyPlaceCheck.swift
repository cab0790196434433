import AdminAPI
import Foundation

/// A root key beside the database protects it from nobody who has both.
enum RootKeyPlaceCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        let file = Self.resolved(installation.configuration.rootKeyFile)
        let folder = Self.resolved(installation.configuration.dataFolder)
        guard file.hasPrefix(folder + "/") else { return [] }
        return [
            .init(
                kind: "root_key_in_data_folder", severity: .critical,
                title: "The root key lies in the data folder, so a copy of the folder opens itself.", subject: file,
                cure: "Stop the server, move the file out of \(folder), set rootKey.file to its new place, start again."
            )
        ]
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path()
    }
}
