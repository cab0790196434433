/// One API or product. Everything else belongs to a project.
package struct Project: Hashable, Sendable {
    package let id: ProjectID
    /// Unique among projects, `[a-z0-9][a-z0-9-]{0,62}`.
    package var name: String
    package var expiry: ExpiryPolicy
    /// Days after which keys that nobody uses are suspended, with notice (`UnusedKeyRule`); `nil` for never.
    package var unusedKeyDays: UInt32?
    package let createdAt: WallTime
    /// Counts up with every change; the ETag.
    package var revision: UInt64

    package init(
        id: ProjectID, name: String, expiry: ExpiryPolicy = .init(), unusedKeyDays: UInt32? = nil,
        createdAt: WallTime, revision: UInt64 = 1
    ) {
        self.id = id
        self.name = name
        self.expiry = expiry
        self.unusedKeyDays = unusedKeyDays
        self.createdAt = createdAt
        self.revision = revision
    }
}
