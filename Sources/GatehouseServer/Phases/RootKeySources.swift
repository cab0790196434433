import ConfigurationReading
import Cryptography
import Foundation
import KeyManagement

/// What gives the root key without a person: the key file and the credential that the configuration names.
struct RootKeySources: Sendable {
    private let file: String?
    private let dataFolder: String
    private let credential: String?
    private let credentialsFolder: String?
    private let randomBytes: RandomBytes

    init(
        _ configuration: ServerConfiguration, environment: [String: String] = ProcessInfo.processInfo.environment,
        randomBytes: @escaping RandomBytes = SecureRandom.system
    ) {
        self.file = configuration.rootKeyFile
        self.dataFolder = configuration.dataFolder
        self.credential = configuration.rootKeyCredential
        self.credentialsFolder = environment[CredentialProvider.variable]
        self.randomBytes = randomBytes
    }

    /// Those that are named. One whose file or credential is not there opens nothing.
    var providers: [any RootKeyProvider] {
        var providers: [any RootKeyProvider] = []
        if let file { providers.append(KeyFileProvider(path: file, randomBytes: self.randomBytes)) }
        if let credential, let provider = try? self.credentialProvider(credential) { providers.append(provider) }
        return providers
    }

    /// What the root key of a new store is kept under. Throws when it cannot be read: nothing must be created then.
    func first() throws -> any RootKeyProvider {
        if let credential {
            let provider = try self.credentialProvider(credential)
            _ = try KeyFile.read(provider.path, handedOver: true)
            return provider
        }
        guard let file else {
            throw StartFailure(.rootKey, "there is no store yet, and nothing that its root key could be kept under")
        }
        _ = try KeyFile.read(file)
        return KeyFileProvider(path: file, randomBytes: self.randomBytes)
    }

    /// Refuses a key file that others can get at, even where the store opens without it.
    func refuseExposed() throws(CryptographyError) {
        guard let file else { return }
        do throws(CryptographyError) {
            _ = try KeyFile.read(file)
        } catch {
            guard error.code != .keyFileOpenToOthers, error.code != .keyFileWrongOwner else { throw error }
        }
    }

    /// Whether a key file that is named would lie inside the data folder, where a backup or a thief takes both at once.
    /// That of the configuration lies there with `--dev`, and is a weakness that `doctor` names.
    func keepsKeyWithData(_ part: SlotOrder.Part) -> Bool {
        guard part.kind == .file, let source = part.source, source != self.file else { return false }
        return FilePlace.isInside(source, folder: self.dataFolder)
    }

    /// What makes a slot that was ordered. A key file that is not there is made.
    func provider(for part: SlotOrder.Part) throws(CryptographyError) -> any RootKeyProvider {
        switch part.kind {
        case .passphrase:
            guard let passphrase = part.passphrase else { throw Self.unnamed("passphrase") }
            return PassphraseProvider(passphrase: passphrase, randomBytes: self.randomBytes)
        case .file:
            guard let path = part.source ?? self.file else { throw Self.unnamed("key file") }
            if access(path, F_OK) != 0 { try KeyFile.create(path, randomBytes: self.randomBytes) }
            return KeyFileProvider(path: path, randomBytes: self.randomBytes)
        case .credential:
            guard let name = part.source ?? self.credential else { throw Self.unnamed("credential") }
            return try self.credentialProvider(name)
        }
    }

    /// What opens a slot of that kind.
    func provider(ofKind kind: String, _ trial: SlotTrial) throws(CryptographyError) -> any RootKeyProvider {
        switch SlotOrder.Kind(rawValue: kind) {
        case .passphrase:
            guard let passphrase = trial.passphrase else { throw Self.unnamed("passphrase") }
            return PassphraseProvider(passphrase: passphrase, randomBytes: self.randomBytes)
        case .file:
            guard let path = trial.source ?? self.file else { throw Self.unnamed("key file") }
            return KeyFileProvider(path: path, randomBytes: self.randomBytes)
        case .credential:
            guard let name = trial.source ?? self.credential else { throw Self.unnamed("credential") }
            return try self.credentialProvider(name)
        case nil:
            throw .init(.credentialUnavailable, "this version has nothing that opens a slot of the kind \(kind)")
        }
    }

    private func credentialProvider(_ name: String) throws(CryptographyError) -> CredentialProvider {
        try CredentialProvider(directory: self.credentialsFolder, name: name, randomBytes: self.randomBytes)
    }

    private static func unnamed(_ what: String) -> CryptographyError {
        .init(.credentialUnavailable, "no \(what) was named")
    }
}
