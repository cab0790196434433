import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// Who the audit log of a store is: its name and its signing key, one row. The key lies sealed under a system
/// key, so that another root key changes nothing here.
struct LogIdentity {
    /// `gatehouse/` and sixteen random characters, made with the log and never changed.
    let name: String
    private let key: Ed25519SigningKey

    /// Signs under the name that the configuration gives the log, or else its own.
    func signer(origin: String?) throws -> CheckpointSigner {
        do {
            return .init(try NoteSigner(name: origin ?? self.name, key: self.key))
        } catch {
            throw StorageError(.unexpected, "the audit log cannot have that name: \(error.message)")
        }
    }

    /// The identity of the store's log; `nil` before it has one.
    static func read(_ database: Database, _ rows: RowReader, _ keys: SystemKeys) throws -> Self? {
        let row = try Row.fetchOne(database, sql: "SELECT name, sealed_key, mac FROM audit_log WHERE id = 1")
        guard let row else { return nil }
        let (name, sealed): (String, [UInt8]) = (row[0], row.bytes(1))
        guard let code = Digest256(bytes: row.bytes(2)),
            self.code(rows, name, sealed).equalsInConstantTime(code)
        else { throw StorageError(.damaged, "name or key of the audit log was changed outside Gatehouse") }
        do {
            let seed = try keys.withKey(.auditLogKey) { key throws(CryptographyError) in
                try Envelope.open(sealed, under: key, context: self.context(name))
            }
            return .init(name: name, key: try Ed25519SigningKey(seed: seed))
        } catch {
            throw StorageError(.damaged, "the key of the audit log is refused: \(error.message)")
        }
    }

    /// Makes the identity of a new log and stores it.
    static func create(
        _ database: Database, _ rows: RowReader, _ keys: SystemKeys, randomBytes: RandomBytes
    ) throws -> Self {
        let name = "gatehouse/" + String(decoding: Base62.draw(16, from: randomBytes), as: Unicode.ASCII.self)
        let key = try Ed25519SigningKey(randomBytes: randomBytes)
        let sealed = try key.withSeed { seed throws(CryptographyError) in
            try keys.withKey(.auditLogKey) { wrapping throws(CryptographyError) in
                try Envelope.seal(seed, under: wrapping, context: self.context(name), randomBytes: randomBytes)
            }
        }
        try database.execute(
            sql: "INSERT INTO audit_log (id, name, sealed_key, mac) VALUES (1, ?, ?, ?)",
            arguments: [name, sealed.blob, self.code(rows, name, sealed).bytes.blob])
        return .init(name: name, key: key)
    }

    private static func code(_ rows: RowReader, _ name: String, _ sealed: [UInt8]) -> Digest256 {
        rows.authenticator.code(table: "audit_log", id: Array(name.utf8), revision: 1, content: sealed.span)
    }

    private static func context(_ name: String) -> AssociatedContext {
        .init(
            tenant: "installation", objectType: "audit_log", objectID: name, objectVersion: 1,
            purpose: SystemKeyPurpose.auditLogKey.rawValue, keyID: "system")
    }
}
