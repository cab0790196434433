import Auditing
import Cryptography
import Keys

/// How a store in memory keeps the keys of its log.
extension DetailSealing {
    func sealed(_ key: Ed25519SigningKey, number: UInt32) throws -> LogKey {
        try .seal(
            key, number: number, state: .signing, at: .distantPast, under: self.systemKeys,
            randomBytes: SecureRandom.system)
    }

    func signer(of rows: [LogKey], origin: String) throws(StorageError) -> CheckpointSigner {
        try .init(rows, origin: origin, under: self.systemKeys)
    }
}
