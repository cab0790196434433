import Foundation
import Keys
import SQLiteStorage
import Storage
import Testing

@testable import Cryptography

/// Every key of a store, in clear: opened out of a copy of its folder, as whoever knows the passphrase could.
struct StoreSecrets {
    let named: [(name: String, bytes: [UInt8])]

    /// The folder's database and log are copied by another process: closing a descriptor of ours on a database that is
    /// open elsewhere would be harmless, but the copy must not disturb the lock either way.
    init(copyOf data: String, in folder: String, passphrase: String) async throws {
        let copy = folder + "/copy"
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cp -p \"$0\"/gatehouse.db* \"$1\"/", data, copy]
        try process.run()
        process.waitUntilExit()
        let locked = try LockedStore(folder: copy, reserveSize: 1 << 16)
        var bytes = Array(passphrase.utf8)
        let provider = PassphraseProvider(
            passphrase: try Passphrase(SecretBytes(consuming: &bytes)), randomBytes: SecureRandom.system)
        let opening = await SlotOpening.attempt(
            locked.slots, checkValue: try #require(locked.checkValue), providers: [provider])
        guard case .opened(let rootKey) = opening.step else { throw StorageError(.wrongRootKey, "the copy is locked") }
        let store = try locked.unlock(with: rootKey, publish: { _ in }, onPoison: { _ in })
        var named = Self.keys(rootKey, store.keys.systemKeys)
        named += try await store.read { try Self.wrapped($0, rootKey) }
        await store.close()
        self.named = named
    }

    private static func keys(_ rootKey: RootKey, _ system: SystemKeys) -> [(name: String, bytes: [UInt8])] {
        [("the root key", self.array(rootKey.key))]
            + RootKeyPurpose.allCases.map { ("the subkey \($0.rawValue)", self.array(rootKey.subkey($0))) }
            + SystemKeyPurpose.allCases.map { purpose in
                ("the system key \(purpose.rawValue)", system.withKey(purpose) { self.array($0) })
            }
    }

    private static func wrapped(
        _ store: any StoreReading, _ rootKey: RootKey
    ) throws -> [(name: String, bytes: [UInt8])] {
        var found: [(name: String, bytes: [UInt8])] = []
        for environment in try store.environments(in: nil, after: nil, limit: 10) {
            for pepper in try store.peppers(of: environment.id) {
                let context = AssociatedContext(
                    tenant: environment.id.description, objectType: "pepper", objectID: environment.id.description,
                    objectVersion: UInt64(pepper.version), purpose: RootKeyPurpose.pepperWrap.rawValue, keyID: "root")
                let opened = try Envelope.open(pepper.envelope, under: rootKey.subkey(.pepperWrap), context: context)
                found.append(("the pepper of \(environment.name)", self.array(opened)))
            }
        }
        for key in try store.keyringKeys(of: nil) {
            let wrapping = try key.opened(under: rootKey)
            for row in try store.dataKeys(wrappedBy: key.id, after: nil, limit: 10) {
                let opened = try wrapping.open(row)
                found.append(("the data key of \(row.subject)", opened.withKey { self.array($0) }))
            }
        }
        return found
    }

    private static func array(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }
}
