package import Auditing
package import Keys

/// What a transaction may write, on top of what it may read. A later read in the same transaction sees it.
///
/// `insert` throws `duplicate` when a unique id or name is taken. `update` expects the record with its revision counted
/// up by exactly one and throws `stale` when the stored one is not the one before.
package protocol StoreWriting: StoreReading, SealedKeyWriting, RekeyingWriting, LogKeyWriting {
    func insert(_ project: Project) throws(StorageError)
    func update(_ project: Project) throws(StorageError)
    func insert(_ environment: Environment) throws(StorageError)
    func update(_ environment: Environment) throws(StorageError)
    func insert(_ pepper: SealedPepper) throws(StorageError)
    /// From now on only code that knows of leaked peppers opens the store. Throws `stale` when there is none of that
    /// version.
    func markPepperLeaked(
        _ version: UInt32, of environment: EnvironmentID, at moment: WallTime
    ) throws(StorageError)
    /// Throws `stale` when there is none of that version.
    func destroyPepper(_ version: UInt32, of environment: EnvironmentID) throws(StorageError)
    func insert(_ identity: Identity) throws(StorageError)
    func update(_ identity: Identity) throws(StorageError)
    func insert(_ role: Role) throws(StorageError)
    func update(_ role: Role) throws(StorageError)
    /// From now on only code that knows of policies opens the store.
    func insert(_ policy: Policy) throws(StorageError)
    func update(_ policy: Policy) throws(StorageError)
    func insert(_ operator: Operator) throws(StorageError)
    func update(_ operator: Operator) throws(StorageError)
    func insert(_ key: KeyRecord) throws(StorageError)
    func update(_ key: KeyRecord) throws(StorageError)
    /// Throws `duplicate` when the key has one, or its source has one of that name in the environment.
    func insert(_ credential: ForeignCredential) throws(StorageError)
    func update(_ credential: ForeignCredential) throws(StorageError)
    /// Last use by one caller; replaces an earlier one by the same caller of the same version, never a later one, and
    /// drops the oldest caller beyond `VersionUsage.mostCallers`. Not a change of the key: no revision, no audit entry,
    /// no publication; nothing when there is no such key.
    func record(_ usage: VersionUsage) throws(StorageError)
    /// Replaces what stands under the same scope.
    func put(_ record: IdempotencyRecord) throws(StorageError)
    /// Removes at most `limit` records, oldest first, and returns how many.
    func removeIdempotencyRecords(createdBefore: WallTime, limit: Int) throws(StorageError) -> Int

    /// Adds an entry at the end of the audit log, as the next one of its `AuditChain`.
    @discardableResult
    func append(_ draft: AuditDraft) throws(StorageError) -> StoredAuditEntry

    /// Replaces the sink's position. Not an act: no audit entry.
    func putExportPosition(_ position: UInt64, of sink: String) throws(StorageError)

    func put(_ mark: MaintenanceMark, at moment: WallTime) throws(StorageError)
}
