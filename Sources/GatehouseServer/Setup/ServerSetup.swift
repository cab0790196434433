package import Cryptography
import Foundation

/// What `gatehouse init` leaves behind: a configuration and a root key. Nothing that is there is ever replaced.
package struct ServerSetup: Hashable, Sendable {
    package var configurationFile: String
    package var dataFolder: String
    package var rootKeyFile: String

    package init(configurationFile: String, dataFolder: String, rootKeyFile: String) {
        self.configurationFile = Self.absolute(configurationFile)
        self.dataFolder = Self.absolute(dataFolder)
        self.rootKeyFile = Self.absolute(rootKeyFile)
    }

    /// Whether the root key would lie inside the data folder, where a backup or a thief takes both at once.
    package var keepsKeyWithData: Bool {
        FilePlace.isInside(self.rootKeyFile, folder: self.dataFolder)
    }

    /// Creates the root key unless there is one, then the configuration.
    ///
    /// - Returns: Whether the root key is new.
    /// - Throws: `StartFailure` when something cannot be created, or a key that is there cannot be used.
    package func create(randomBytes: @escaping RandomBytes = SecureRandom.system) throws -> Bool {
        let hasKey = FileManager.default.fileExists(atPath: self.rootKeyFile)
        do {
            if hasKey {
                _ = try KeyFile.read(self.rootKeyFile)
            } else {
                try Self.makeFolder(of: self.rootKeyFile, mode: 0o700)
                try KeyFile.create(self.rootKeyFile, randomBytes: randomBytes)
            }
        } catch let error as CryptographyError {
            throw error.code == .keyFileInaccessible ? StartFailure(.cannotCreate, error.message) : StartFailure(error)
        }
        try Self.makeFolder(of: self.configurationFile, mode: 0o755)
        let text = SampleConfiguration.text(dataFolder: self.dataFolder, rootKeyFile: self.rootKeyFile)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: self.configurationFile), options: .withoutOverwriting)
        } catch {
            throw StartFailure(.cannotCreate, "\(self.configurationFile) cannot be written")
        }
        return !hasKey
    }

    /// Makes the folder a file is to lie in, unless it is there.
    static func makeFolder(of file: String, mode: Int) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch {
            throw StartFailure(.cannotCreate, "the folder \(folder) cannot be created")
        }
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
