package import Auditing
package import Cryptography
package import Keys

/// What a transaction may write of sealed keys. None of it is published.
package protocol SealedKeyWriting: SealedKeyReading {
    /// Throws `duplicate` when there is a slot of that number.
    func insert(_ slot: RootKeySlot) throws(StorageError)
    /// Nothing when there is none of that number.
    func removeRootKeySlot(_ number: UInt8) throws(StorageError)
    /// Another root key: from now on a start expects that one, in these slots and no others.
    func replaceRootKey(checkValue: Digest256, slots: [RootKeySlot]) throws(StorageError)

    /// Replaces what stands under the same purpose and version.
    func put(_ key: SealedSystemKey) throws(StorageError)

    /// Throws `duplicate` when the id is taken, or the tenant has a primary key and this is another.
    func insert(_ key: KeyringKey) throws(StorageError)
    func update(_ key: KeyringKey) throws(StorageError)

    /// Throws `duplicate` when the id is taken, or the subject has a key of that version in the tenant.
    func insert(_ key: SealedDataKey) throws(StorageError)
    func update(_ key: SealedDataKey) throws(StorageError)

    /// The same details under another data key. Throws `stale` when the entry of that number has none.
    func replaceDetails(of sequence: UInt64, with details: SealedAuditDetails) throws(StorageError)

    /// Seals the details of an entry, which lie in clear, under the newest data key of their subject, and lets go of them
    /// when the subject was erased since. The leaf commits to them as before. Throws `stale` when none lie in clear.
    func sealDetails(
        of entry: StoredAuditEntry, about subject: String, at now: WallTime
    ) throws(StorageError)

    /// The same pepper under another root key.
    func reseal(_ pepper: SealedPepper) throws(StorageError)
}
