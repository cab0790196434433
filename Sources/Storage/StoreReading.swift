package import Auditing
package import Keys

/// The questions a transaction may ask. Every list is bounded by its `limit` and ordered by id unless said otherwise.
package protocol StoreReading: SealedKeyReading, RekeyingReading, LogKeyReading {
    func project(_ id: ProjectID) throws(StorageError) -> Project?
    func project(named name: String) throws(StorageError) -> Project?
    func projects(after: ProjectID?, limit: Int) throws(StorageError) -> [Project]

    func environment(_ id: EnvironmentID) throws(StorageError) -> Environment?
    func environments(in project: ProjectID?, after: EnvironmentID?, limit: Int) throws(StorageError) -> [Environment]

    /// Newest version last; destroyed ones are among them.
    func peppers(of environment: EnvironmentID) throws(StorageError) -> [SealedPepper]

    func identity(_ id: IdentityID) throws(StorageError) -> Identity?
    func identity(named name: String, in project: ProjectID) throws(StorageError) -> Identity?
    func identities(in project: ProjectID?, after: IdentityID?, limit: Int) throws(StorageError) -> [Identity]

    func role(_ id: RoleID) throws(StorageError) -> Role?
    func role(named name: String, in project: ProjectID) throws(StorageError) -> Role?
    func roles(in project: ProjectID?, after: RoleID?, limit: Int) throws(StorageError) -> [Role]

    func policy(_ id: PolicyID) throws(StorageError) -> Policy?
    func policy(named name: String, in environment: EnvironmentID) throws(StorageError) -> Policy?
    func policies(in environment: EnvironmentID?, after: PolicyID?, limit: Int) throws(StorageError) -> [Policy]

    func `operator`(_ id: OperatorID) throws(StorageError) -> Operator?
    func `operator`(named name: String) throws(StorageError) -> Operator?
    func operators(after: OperatorID?, limit: Int) throws(StorageError) -> [Operator]

    func key(_ id: KeyID) throws(StorageError) -> KeyRecord?
    /// Keys that match, newest first (`createdAt`, then id), after the given position.
    func keys(matching filter: KeyFilter, after: KeyPosition?, limit: Int) throws(StorageError) -> [KeyRecord]
    /// How many keys match.
    func countKeys(matching filter: KeyFilter) throws(StorageError) -> Int
    /// Keys whose rotation ends by itself after `start` and not after `end` (`Rotation.endsAt`; cancelled ones are left
    /// out), by that end, then id.
    func keysWithRotationEnding(
        after start: WallTime, notAfter end: WallTime, limit: Int
    ) throws(StorageError) -> [KeyRecord]
    /// Every key, in no order, for loading the snapshot. Streams; never holds them all.
    func forEachKey(_ body: (KeyRecord) throws(StorageError) -> Void) throws(StorageError)
    /// The last use by each caller (address and user agent) of each version, latest first; at most
    /// `VersionUsage.mostCallers` for a version.
    func usage(of key: KeyID) throws(StorageError) -> [VersionUsage]

    /// Credentials of imported keys that answer the question, by key.
    func foreignCredentials(
        _ query: ForeignCredentialQuery, after: KeyID?, limit: Int
    ) throws(StorageError) -> [ForeignCredential]

    func idempotencyRecord(_ scope: IdempotencyScope) throws(StorageError) -> IdempotencyRecord?

    /// Entries that match, in the order asked for, beyond the sequence number `position`, which is left out itself.
    func auditEntries(
        matching filter: AuditFilter, _ order: AuditOrder, from position: UInt64?, limit: Int
    ) throws(StorageError) -> [StoredAuditEntry]

    /// The head of the audit log that the last commit with entries signed; `nil` before the first.
    func auditCheckpoint() throws(StorageError) -> SignedNote?
    /// The head of the audit log as it was signed last, also that of a log without entries; `nil` where none ever was.
    func signedAuditHead() throws(StorageError) -> SignedNote?
    /// The right edge of the audit log's tree, with what this transaction appended.
    var auditTree: TreeEdge { get }
    /// The 256 hashes of a full tile of the audit log's tree; `nil` while it is not full.
    func filledAuditTile(level: UInt8, number: UInt64) throws(StorageError) -> [Digest256]?
    /// The leaves with these numbers, at most 256, each what was hashed. Fewer where the log ends; throws `damaged` where
    /// one is missing.
    func auditLeaves(_ sequences: Range<UInt64>) throws(StorageError) -> [AuditLeaf]
    /// Sequence number of the next audit entry that the sink of that name has to get; `nil` when it never got any.
    func exportPosition(of sink: String) throws(StorageError) -> UInt64?

    /// When the work named was last done; `nil` before the first time.
    func moment(_ mark: MaintenanceMark) throws(StorageError) -> WallTime?
}
