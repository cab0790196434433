/// The question a transaction may ask about the keys that sign the audit log.
package protocol LogKeyReading {
    /// All there ever were, by number. There are few.
    func logKeys() throws(StorageError) -> [LogKey]
}

/// What a transaction may write of the keys that sign the audit log. The head of the log that the same commit signs is
/// signed by the keys as they are then. None of it is published to the data plane.
package protocol LogKeyWriting: LogKeyReading {
    /// Throws `duplicate` when there is one of that number.
    func insert(_ key: LogKey) throws(StorageError)
    func update(_ key: LogKey) throws(StorageError)
}
