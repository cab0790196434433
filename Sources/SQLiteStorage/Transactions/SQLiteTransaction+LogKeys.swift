import GRDB
import Storage

extension SQLiteTransaction: LogKeyWriting {
    func logKeys() throws(StorageError) -> [LogKey] {
        let keys: [LogKey] = try self.list(where: "1", [], limit: .max)
        return keys.sorted { $0.number < $1.number }
    }

    func insert(_ key: LogKey) throws(StorageError) {
        if key.number > 1 { try self.attempt { try Schema.expect(format: Schema.logKeysFormat, self.database) } }
        try self.insertRow(key)
        self.didChangeLogKeys()
    }

    func update(_ key: LogKey) throws(StorageError) {
        try self.updateRow(key)
        // Where code of an earlier format looks for it.
        if key.number == 1, key.state == .destroyed {
            try self.attempt { try LogIdentity.forgetKey(self.database, self.rows) }
        }
        if key.state == .destroyed { self.didForget() }
        self.didChangeLogKeys()
    }
}
