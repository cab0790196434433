import ConfigurationReading
import Cryptography
import Foundation

/// With `--dev` the root key may be made on the fly, in the data folder; otherwise `gatehouse init` makes it.
enum DevelopmentKey {
    static func prepare(_ configuration: ServerConfiguration) throws {
        guard let file = configuration.rootKeyFile, !FileManager.default.fileExists(atPath: file) else { return }
        let folder = configuration.dataFolder
        if !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        guard !FileManager.default.fileExists(atPath: "\(folder)/gatehouse.db") else { return }
        try KeyFile.create(file, randomBytes: SecureRandom.system)
    }
}
