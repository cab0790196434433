import Auditing
import Cryptography
import GRDB
import Keys
import Storage

/// Who the audit log of a store is: its name, and the key it began with, one row. The keys it has now are in a table of
/// their own (`LogKey`); this one is what code of an earlier format signs with.
struct LogIdentity {
    /// `gatehouse/` and sixteen random characters, made with the log and never changed.
    let name: String
    /// `nil` once it was destroyed.
    let firstKey: Ed25519SigningKey?

    /// The identity of the store's log; `nil` before it has one.
    static func read(_ database: Database, _ rows: RowReader) throws -> Self? {
        let row = try Row.fetchOne(database, sql: "SELECT name, sealed_key, mac FROM audit_log WHERE id = 1")
        guard let row else { return nil }
        let (name, sealed): (String, [UInt8]) = (row[0], row.bytes(1))
        guard let code = Digest256(bytes: row.bytes(2)),
            self.code(rows, name, sealed).equalsInConstantTime(code)
        else { throw StorageError(.damaged, "name or key of the audit log was changed outside Gatehouse") }
        guard !sealed.isEmpty else { return .init(name: name, firstKey: nil) }
        do {
            let seed = try rows.details.systemKeys.withKey(.auditLogKey) { key throws(CryptographyError) in
                try Envelope.open(sealed, under: key, context: self.context(name))
            }
            return .init(name: name, firstKey: try Ed25519SigningKey(seed: seed))
        } catch {
            throw StorageError(.damaged, "the key of the audit log is refused: \(error.message)")
        }
    }

    /// Makes the identity of a new log and stores it.
    static func create(_ database: Database, _ rows: RowReader, randomBytes: RandomBytes) throws -> Self {
        let name = "gatehouse/" + String(decoding: Base62.draw(16, from: randomBytes), as: Unicode.ASCII.self)
        let key = try Ed25519SigningKey(randomBytes: randomBytes)
        let sealed = try key.withSeed { seed throws(CryptographyError) in
            try rows.details.systemKeys.withKey(.auditLogKey) { wrapping throws(CryptographyError) in
                try Envelope.seal(seed, under: wrapping, context: self.context(name), randomBytes: randomBytes)
            }
        }
        try database.execute(
            sql: "INSERT INTO audit_log (id, name, sealed_key, mac) VALUES (1, ?, ?, ?)",
            arguments: [name, sealed.blob, self.code(rows, name, sealed).bytes.blob])
        return .init(name: name, firstKey: key)
    }

    /// The log's first key is destroyed: its place is empty from now on.
    static func forgetKey(_ database: Database, _ rows: RowReader) throws {
        guard let name = try String.fetchOne(database, sql: "SELECT name FROM audit_log WHERE id = 1") else { return }
        try database.execute(
            sql: "UPDATE audit_log SET sealed_key = ?, mac = ? WHERE id = 1",
            arguments: [[UInt8]().blob, self.code(rows, name, []).bytes.blob])
    }

    /// The keys of the log. A log that has no table of them yet gets one with the key it began with.
    func keys(
        _ view: SQLiteTransaction, randomBytes: RandomBytes
    ) throws -> [LogKey] {
        let known = try view.logKeys()
        guard known.isEmpty else { return known }
        guard let firstKey else { throw StorageError(.damaged, "the keys of the audit log are missing") }
        let first = try LogKey.seal(
            firstKey, number: 1, state: .signing, at: .distantPast, under: view.rows.details.systemKeys,
            randomBytes: randomBytes)
        try view.insert(first)
        return [first]
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
