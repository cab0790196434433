package import Auditing
package import Cryptography
package import Keys

/// The questions a transaction may ask about the keys that everything else is sealed or authenticated with. All of them
/// are stored sealed; the slots are few, and so are system keys and the keys of one keyring.
package protocol SealedKeyReading {
    /// Tells the root key by `RootKey.checkValue`; `nil` in a store that has none.
    func rootKeyCheckValue() throws(StorageError) -> Digest256?
    /// By number.
    func rootKeySlots() throws(StorageError) -> [RootKeySlot]

    /// By purpose, then version.
    func systemKeys() throws(StorageError) -> [SealedSystemKey]

    /// Of one tenant, or of all; by id.
    func keyringKeys(of tenant: String?) throws(StorageError) -> [KeyringKey]
    func keyringKey(_ id: KeyringKeyID) throws(StorageError) -> KeyringKey?

    func dataKey(_ id: DataKeyID) throws(StorageError) -> SealedDataKey?
    /// All versions, by tenant and version; of one tenant alone when it is named.
    func dataKeys(of subject: String, in tenant: String?) throws(StorageError) -> [SealedDataKey]
    /// Those that a key of a keyring has wrapped, by id.
    func dataKeys(
        wrappedBy key: KeyringKeyID, after: DataKeyID?, limit: Int
    ) throws(StorageError) -> [SealedDataKey]
    /// Those of a tenant from before that moment that are not erased, by id.
    func dataKeys(
        in tenant: String, createdBefore moment: WallTime, after: DataKeyID?, limit: Int
    ) throws(StorageError) -> [SealedDataKey]
    /// The oldest details that lie under a data key.
    func details(sealedUnder key: DataKeyID, limit: Int) throws(StorageError) -> [PlacedAuditDetails]
    /// How many details lie under a data key.
    func countDetails(sealedUnder key: DataKeyID) throws(StorageError) -> Int
    /// The oldest entries whose details lie in clear: stores from before details were sealed have such.
    func entriesInClear(limit: Int) throws(StorageError) -> [StoredAuditEntry]
    func countDetailsInClear() throws(StorageError) -> Int
    /// How many a key of a keyring has wrapped that are not erased.
    func countDataKeys(wrappedBy key: KeyringKeyID) throws(StorageError) -> Int
}
