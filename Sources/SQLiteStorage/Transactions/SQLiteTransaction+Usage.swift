import GRDB
import Keys
import Storage

/// Last use carries no code: it admits nobody, and it is written far more often than anything else.
extension SQLiteTransaction {
    func usage(of key: KeyID) throws(StorageError) -> [VersionUsage] {
        var rows: [VersionUsage] = []
        try self.query(
            """
            SELECT version, used_at, address, user_agent, route FROM key_usage WHERE key_id = ?
            ORDER BY used_at DESC, version DESC, address, user_agent
            """, [key.rowID]
        ) { row throws(StorageError) in
            guard let version = UInt32(exactly: row[0] as Int64), let address = IPAddress(row[2] as String) else {
                throw .init(.damaged, "the last use of \(key) is damaged")
            }
            rows.append(
                .init(
                    keyID: key, versionNumber: version, at: .init(milliseconds: row[1]), address: address,
                    userAgent: row[3], route: row[4]))
        }
        return rows
    }

    /// Nearly every use is one more by a caller known already: one statement, without a look at anything else.
    func record(_ usage: VersionUsage) throws(StorageError) {
        let (version, address) = (Int64(usage.versionNumber), usage.address.description)
        try self.execute(
            """
            UPDATE key_usage SET route = CASE WHEN ?1 >= used_at THEN ?2 ELSE route END, used_at = MAX(used_at, ?1)
            WHERE key_id = ?3 AND version = ?4 AND address = ?5 AND user_agent = ?6
            """, [usage.at.milliseconds, usage.route, usage.keyID.rowID, version, address, usage.userAgent])
        guard self.database.changesCount == 0 else { return }
        try self.execute(
            """
            INSERT INTO key_usage (key_id, version, address, user_agent, used_at, route) SELECT ?1, ?2, ?3, ?4, ?5, ?6
            WHERE EXISTS (SELECT 1 FROM keys WHERE id = ?1)
            """,
            [usage.keyID.rowID, version, address, usage.userAgent, usage.at.milliseconds, usage.route])
        try self.execute(
            """
            DELETE FROM key_usage WHERE key_id = ?1 AND version = ?2 AND (address, user_agent) IN (
                SELECT address, user_agent FROM key_usage WHERE key_id = ?1 AND version = ?2
                ORDER BY used_at DESC LIMIT -1 OFFSET \(VersionUsage.mostCallers))
            """, [usage.keyID.rowID, version])
    }
}
