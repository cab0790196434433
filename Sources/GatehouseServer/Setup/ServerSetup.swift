package import Cryptography
import Foundation
import SQLiteStorage

/// What `gatehouse init` leaves behind: a configuration, and what the root key is kept under. Nothing that is there is
/// ever replaced.
package struct ServerSetup: Sendable {
    package let configurationFile: String
    package let dataFolder: String
    package let slot: FirstSlot

    package init(configurationFile: String, dataFolder: String, slot: FirstSlot) {
        self.configurationFile = Self.absolute(configurationFile)
        self.dataFolder = Self.absolute(dataFolder)
        self.slot =
            switch slot {
            case .file(let file): .file(Self.absolute(file))
            case .credential(let name, let file): .credential(name: name, file: Self.absolute(file))
            case .passphrase: slot
            }
    }

    /// Whether the root key would lie inside the data folder, where a backup or a thief takes both at once.
    package var keepsKeyWithData: Bool {
        self.slot.file.map { FilePlace.isInside($0, folder: self.dataFolder) } ?? false
    }

    /// Creates the key file unless there is one, or the store under a passphrase; then the configuration.
    ///
    /// - Returns: Whether what the root key is kept under is new.
    /// - Throws: `StartFailure` when something cannot be created, or a key that is there cannot be used.
    package func create(randomBytes: @escaping RandomBytes = SecureRandom.system) async throws -> Bool {
        let isNew: Bool
        switch self.slot {
        case .file(let file), .credential(_, let file): isNew = try Self.makeKeyFile(file, randomBytes)
        case .passphrase(let passphrase):
            try await self.makeStore(under: PassphraseProvider(passphrase: passphrase, randomBytes: randomBytes))
            isNew = true
        }
        try Self.makeFolder(of: self.configurationFile, mode: 0o755)
        let text = SampleConfiguration.text(dataFolder: self.dataFolder, slot: self.slot)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: self.configurationFile), options: .withoutOverwriting)
        } catch {
            throw StartFailure(.cannotCreate, "\(self.configurationFile) cannot be written")
        }
        return isNew
    }

    private static func makeKeyFile(_ file: String, _ randomBytes: @escaping RandomBytes) throws -> Bool {
        do {
            guard !FileManager.default.fileExists(atPath: file) else {
                _ = try KeyFile.read(file)
                return false
            }
            try self.makeFolder(of: file, mode: 0o700)
            try KeyFile.create(file, randomBytes: randomBytes)
            return true
        } catch let error as CryptographyError {
            throw error.code == .keyFileInaccessible ? StartFailure(.cannotCreate, error.message) : StartFailure(error)
        }
    }

    private func makeStore(under provider: any RootKeyProvider) async throws {
        do {
            try Self.makeFolder(of: self.dataFolder, mode: 0o700)
            let locked = try LockedStore(folder: self.dataFolder)
            defer { locked.close() }
            guard locked.isNew else {
                throw StartFailure(.cannotCreate, "there is a store in \(self.dataFolder) already; it is not replaced")
            }
            let rootKey = RootKey(randomBytes: SecureRandom.system)
            _ = try locked.create(rootKey, slots: [await provider.slot(holding: rootKey, number: 0)])
        } catch {
            throw StartFailure(error)
        }
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
