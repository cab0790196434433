import Auditing
import Backups
import Cryptography
import Keys
import TestKit

/// A backup of a database that is none, with everything it takes to read it.
struct BackupSample {
    let rootKey: RootKey
    let header: BackupHeader
    let manifest: BackupManifest
    let database: [UInt8]

    init(length: Int, seed: UInt64 = 1) async throws {
        var generator = SeededGenerator(seed: seed)
        let database = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        self.database = database
        self.rootKey = RootKey(randomBytes: SecureRandom.system)
        let passphrase = try Passphrase(SecretBytes(copying: Array("correct horse battery".utf8).span))
        let provider = PassphraseProvider(
            passphrase: passphrase, parameters: try Argon2Parameters(memoryKiB: 8192, passes: 2, lanes: 1),
            randomBytes: SecureRandom.system)
        self.header = BackupHeader(
            checkValue: self.rootKey.checkValue,
            slots: [
                .init(number: 0, kind: "file", wrapped: [1, 2, 3]),
                try await provider.slot(holding: self.rootKey, number: 3),
            ])
        self.manifest = BackupManifest(
            createdAt: .init(milliseconds: 1_780_000_000_123), version: "0.4.0", storeFormat: 5,
            log: .init(
                size: 7, root: SHA256Hash.digest(of: ([1] as [UInt8]).span), checkpoint: nil),
            databaseLength: UInt64(length), databaseHash: SHA256Hash.digest(of: database.span))
    }

    /// The file.
    func sealed(_ manifest: BackupManifest? = nil) throws -> [UInt8] {
        var sealer = try BackupSealer(
            header: self.header, manifest: manifest ?? self.manifest, rootKey: self.rootKey,
            randomBytes: SecureRandom.system)
        var bytes = sealer.beginning
        for start in stride(from: 0, to: self.database.count, by: 50_000) {
            bytes += try sealer.append(self.database[start..<min(self.database.count, start + 50_000)].span)
        }
        return bytes + (try sealer.finish())
    }

    /// What a file holds.
    static func open(
        _ file: [UInt8], _ rootKey: RootKey, step: Int = 100_000
    ) throws(BackupFault) -> (database: [UInt8], manifest: BackupManifest) {
        let prefix = Array(file.prefix(BackupHeader.prefixLength))
        let start = BackupHeader.prefixLength + (try BackupHeader.bodyLength(after: prefix))
        let header = try BackupHeader(prefix: prefix, body: Array(file[prefix.count..<min(start, file.count)]))
        let end = min(file.count, start + BackupOpener.streamHeaderLength)
        var opener = try BackupOpener(
            header: header, streamHeader: Array(file[min(start, end)..<end]), rootKey: rootKey)
        var database: [UInt8] = []
        for place in stride(from: end, to: file.count, by: step) {
            database += try opener.append(file[place..<min(file.count, place + step)].span)
        }
        let last = try opener.finish()
        return (database + last.rest, last.manifest)
    }

    /// Why a file is refused.
    func fault(_ file: [UInt8]) -> BackupFault? {
        do throws(BackupFault) {
            _ = try Self.open(file, self.rootKey)
            return nil
        } catch {
            return error
        }
    }
}
