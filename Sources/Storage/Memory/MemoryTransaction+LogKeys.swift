extension MemoryTransaction: LogKeyWriting {
    func logKeys() -> [LogKey] { self.tables.logKeys.values.sorted { $0.number < $1.number } }

    func insert(_ key: LogKey) throws(StorageError) { try self.insert(key, key.number, \.logKeys) }

    func update(_ key: LogKey) throws(StorageError) { try self.update(key, key.number, \.logKeys, \.revision) }
}
