import AdminAPI
import ConfigurationReading

/// A root key beside the database protects it from nobody who has both.
enum RootKeyPlaceCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        guard let place = installation.configuration.rootKeyFile else { return [] }
        let file = FilePlace.resolved(place)
        let folder = FilePlace.resolved(installation.configuration.dataFolder)
        guard FilePlace.isInside(file, folder: folder) else { return [] }
        return [
            .init(
                kind: "root_key_in_data_folder", severity: .critical,
                title: "The root key lies in the data folder, so a copy of the folder opens itself.", subject: file,
                cure: "Stop the server, move the file out of \(folder), set rootKey.file to its new place, start again."
            )
        ]
    }
}
