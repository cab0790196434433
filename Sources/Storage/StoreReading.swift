package import Keys

/// The questions a transaction may ask. Every list is bounded by its `limit` and ordered by id unless said otherwise.
package protocol StoreReading {
    func project(_ id: ProjectID) throws(StorageError) -> Project?
    func project(named name: String) throws(StorageError) -> Project?
    func projects(after: ProjectID?, limit: Int) throws(StorageError) -> [Project]

    func environment(_ id: EnvironmentID) throws(StorageError) -> Environment?
    func environments(in project: ProjectID?, after: EnvironmentID?, limit: Int) throws(StorageError) -> [Environment]

    /// Newest version last.
    func peppers(of environment: EnvironmentID) throws(StorageError) -> [SealedPepper]

    func identity(_ id: IdentityID) throws(StorageError) -> Identity?
    func identity(named name: String, in project: ProjectID) throws(StorageError) -> Identity?
    func identities(in project: ProjectID?, after: IdentityID?, limit: Int) throws(StorageError) -> [Identity]

    func role(_ id: RoleID) throws(StorageError) -> Role?
    func role(named name: String, in project: ProjectID) throws(StorageError) -> Role?
    func roles(in project: ProjectID?, after: RoleID?, limit: Int) throws(StorageError) -> [Role]

    func `operator`(_ id: OperatorID) throws(StorageError) -> Operator?
    func `operator`(named name: String) throws(StorageError) -> Operator?
    func operators(after: OperatorID?, limit: Int) throws(StorageError) -> [Operator]

    func key(_ id: KeyID) throws(StorageError) -> KeyRecord?
    /// Keys that match, newest first (`createdAt`, then id), after the given position.
    func keys(matching filter: KeyFilter, after: KeyPosition?, limit: Int) throws(StorageError) -> [KeyRecord]
    /// Every key, in no order, for loading the snapshot. Streams; never holds them all.
    func forEachKey(_ body: (KeyRecord) throws(StorageError) -> Void) throws(StorageError)
    func usage(of key: KeyID) throws(StorageError) -> [VersionUsage]

    func idempotencyRecord(_ scope: IdempotencyScope) throws(StorageError) -> IdempotencyRecord?
}

/// What a list of keys is narrowed to; fields left `nil` do not narrow.
package struct KeyFilter: Hashable, Sendable {
    package var projectID: ProjectID?
    package var environmentID: EnvironmentID?
    package var ownerID: IdentityID?
    /// Statuses as of `now`.
    package var statuses: Set<KeyStatus>?
    package var tag: String?
    /// Keys with a direct grant of exactly this text.
    package var permission: String?
    package var roleID: RoleID?
    package var expiresBefore: WallTime?
    /// Keys not used at or after this moment, never used ones included.
    package var unusedSince: WallTime?
    package var createdAfter: WallTime?
    /// Substring of the name, or prefix of the id, without regard to case.
    package var text: String?
    /// The moment statuses are judged at.
    package var now: WallTime

    package init(now: WallTime) { self.now = now }
}

/// Where a page of keys ends.
package struct KeyPosition: Hashable, Sendable {
    package let createdAt: WallTime
    package let id: KeyID

    package init(createdAt: WallTime, id: KeyID) {
        self.createdAt = createdAt
        self.id = id
    }
}
