package import Keys

/// The questions a transaction may ask about replacements of keys.
package protocol RekeyingReading {
    func rekeying(_ id: RekeyingID) throws(StorageError) -> Rekeying?
    /// Newest first.
    func rekeyings(limit: Int) throws(StorageError) -> [Rekeying]
    /// Those that are not finished, oldest first. There are few.
    func unfinishedRekeyings() throws(StorageError) -> [Rekeying]
}

/// What a transaction may write of replacements of keys. None of it is published.
package protocol RekeyingWriting: RekeyingReading {
    /// Throws `duplicate` when the id is taken, or one of that kind is under way for the tenant.
    func insert(_ rekeying: Rekeying) throws(StorageError)
    func update(_ rekeying: Rekeying) throws(StorageError)
}
