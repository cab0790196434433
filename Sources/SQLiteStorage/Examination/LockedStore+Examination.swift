package import Cryptography
import GRDB
import Keys
package import Storage

extension LockedStore {
    /// Reads everything in the store and names what is not as it was written. Changes nothing but the format, which an
    /// older store is brought to as a start would. `pepper` throws when a pepper does not open. When `isStopped` becomes
    /// true it ends early, and what it returns says nothing.
    package func examine(
        with rootKey: RootKey, isStopped: @escaping () -> Bool = { false },
        opening pepper: (SealedPepper, StoreKeys) throws -> Void
    ) throws(StorageError) -> ExaminationReport {
        guard let checkValue, rootKey.checkValue.equalsInConstantTime(checkValue) else { throw self.wrongRootKey }
        return try self.opened.examine(
            rootKey, randomBytes: self.randomBytes, isStopped: isStopped, opening: pepper)
    }
}

extension OpenedDatabase {
    func examine(
        _ rootKey: RootKey, randomBytes: @escaping RandomBytes, isStopped: @escaping () -> Bool,
        opening pepper: (SealedPepper, StoreKeys) throws -> Void
    ) throws(StorageError) -> ExaminationReport {
        var report = try self.perform { StoreExamination.integrity(of: $0) }
        let hasTree = try self.perform { try $0.tableExists("audit_log_keys") }
        let keys: StoreKeys
        do throws(StorageError) {
            keys = try self.keys(under: rootKey, randomBytes: randomBytes)
        } catch {
            guard error.code == .damaged else { throw error }
            report.add("system_keys", error.message)
            return report
        }
        let sealing = DetailSealing(keys: keys, randomBytes: randomBytes)
        let rows = RowReader(authenticator: RowAuthenticator(systemKeys: keys.systemKeys), details: sealing)
        // What is wrong with the log of an older store keeps it from getting its tree, and is named below.
        let hasBegun = try self.perform(Self.logHasBegun)
        if !hasTree || !hasBegun { _ = try? self.log(rows, origin: nil, randomBytes: randomBytes) }
        return try self.perform { database in
            var examination = StoreExamination(
                database, rows, keys, continuing: report, isStopped: isStopped)
            examination.run(opening: pepper)
            return examination.report
        }
    }

    /// Whether the store was ever opened: one that was only made has no log yet.
    private static func logHasBegun(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM audit_log) OR EXISTS (SELECT 1 FROM audit_checkpoint)
                    OR EXISTS (SELECT 1 FROM audit_entries)
                """) ?? true
    }
}
