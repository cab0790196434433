import Cryptography
import GRDB
import Keys
import Storage

/// The rows that stand above every code, because they are needed to get at the keys. They tell by themselves when they
/// were changed: nothing opens with them.
enum RootKeyRows {
    static func checkValue(_ database: Database) throws -> Digest256? {
        try Row.fetchOne(database, sql: "SELECT check_value FROM installation WHERE id = 1")
            .flatMap { Digest256(bytes: $0.bytes(0)) }
    }

    /// By number. A file from before a slot could hold a part of the key says nothing of shares.
    static func slots(_ database: Database) throws -> [RootKeySlot] {
        let hasShares = try database.columns(in: "root_key_slots").contains { $0.name == "share" }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT number, kind, wrapped, \(hasShares ? "share" : "0") FROM root_key_slots
                ORDER BY number LIMIT \(RootKeySlot.most)
                """)
        return try rows.map { row in
            let share = UInt8(exactly: row[3] as Int64).flatMap(RootKeyShare.init(code:))
            guard let number = UInt8(exactly: row[0] as Int64), number < RootKeySlot.most, let share else {
                throw StorageError(.damaged, "a slot of the root key is damaged")
            }
            return RootKeySlot(number: number, kind: row[1], share: share, wrapped: row.bytes(2))
        }
    }

    static func insert(_ slot: RootKeySlot, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO root_key_slots (number, kind, share, wrapped) VALUES (?, ?, ?, ?)",
            arguments: [Int64(slot.number), slot.kind, Int64(slot.share.code), slot.wrapped.blob])
    }

    static func replace(checkValue: Digest256, slots: [RootKeySlot], _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO installation (id, check_value) VALUES (1, ?)",
            arguments: [checkValue.bytes.blob])
        try database.execute(sql: "DELETE FROM root_key_slots")
        for slot in slots { try self.insert(slot, database) }
    }

    /// By purpose and version. Those of a purpose that only a later version knows are passed over.
    static func systemKeys(_ database: Database) throws -> [SealedSystemKey] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT purpose, version, envelope FROM system_keys ORDER BY purpose, version")
        return try rows.compactMap { row in
            guard let purpose = SystemKeyPurpose(rawValue: row[0]) else { return nil }
            guard let version = UInt32(exactly: row[1] as Int64) else {
                throw StorageError(.damaged, "the system key for \(purpose.rawValue) is damaged")
            }
            return SealedSystemKey(purpose: purpose, version: version, envelope: row.bytes(2))
        }
    }

    static func put(_ key: SealedSystemKey, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO system_keys (purpose, version, envelope) VALUES (?, ?, ?)",
            arguments: [key.purpose.rawValue, Int64(key.version), key.envelope.blob])
    }
}
