import GRDB
import Keys
import Storage

extension SQLiteTransaction {
    func key(_ id: KeyID) throws(StorageError) -> KeyRecord? { try self.one(where: "id = ?", [id.rowID]) }

    func keys(matching filter: KeyFilter, after: KeyPosition?, limit: Int) throws(StorageError) -> [KeyRecord] {
        var condition = KeyCondition(filter)
        if let after { condition.add(after: after) }
        let keys: [KeyRecord] = try self.list(
            where: condition.sql, StatementArguments(condition.arguments), limit: limit,
            order: "created_at DESC, id DESC")
        for key in keys {
            let foreign =
                try filter.asksOrigin ? self.foreignCredentials(.ofKey(key.id), after: nil, limit: 1).first : nil
            guard !filter.matches(key, lastUsedAt: try self.lastUse(of: key.id), foreign: foreign) else { continue }
            throw .init(.damaged, "the tables beside \(key.id) contradict it")
        }
        return keys
    }

    func countKeys(matching filter: KeyFilter) throws(StorageError) -> Int {
        let condition = KeyCondition(filter)
        return try self.value(
            "SELECT COUNT(*) FROM keys WHERE \(condition.sql)", StatementArguments(condition.arguments)) ?? 0
    }

    func keysWithRotationEnding(
        after start: WallTime, notAfter end: WallTime, limit: Int
    ) throws(StorageError) -> [KeyRecord] {
        try self.list(
            where: "rotation_ends_at > ? AND rotation_ends_at <= ?", [start.milliseconds, end.milliseconds],
            limit: limit, order: "rotation_ends_at, id")
    }

    func forEachKey(_ body: (KeyRecord) throws(StorageError) -> Void) throws(StorageError) {
        var stream = KeyStream(try self.prepared("SELECT \(KeyRecord.selection) FROM keys"))
        defer { stream.end() }
        var underway: [KeyRowCheck] = []
        while let rows = try stream.next(Self.rowsAtOnce) {
            underway.append(.start(rows, self.rows.authenticator))
            guard underway.count > Self.mostUnderway else { continue }
            for key in try underway.removeFirst().keys() { try body(key) }
        }
        for check in underway {
            for key in try check.keys() { try body(key) }
        }
    }

    /// Rows that are checked together, and how many such batches wait or are checked while others are read.
    private static let rowsAtOnce = 1_024
    private static let mostUnderway = 4

    private func lastUse(of key: KeyID) throws(StorageError) -> WallTime? {
        let milliseconds: Int64? = try self.value(
            "SELECT MAX(used_at) FROM key_usage WHERE key_id = ?", [key.rowID])
        return milliseconds.map(WallTime.init(milliseconds:))
    }
}
