/// Someone who may use the admin API with a key of their own (prefix `gko`), unknown to the gateway.
package struct Operator: Hashable, Sendable {
    /// First part of every operator key; no other key may have it.
    package static let tokenPrefix = "gko"

    /// What an operator may do: each level includes the one before.
    package enum Level: String, Sendable, CaseIterable, Hashable {
        /// Reads the audit log, and nothing else.
        case auditor
        /// Reads everything but secrets.
        case viewer
        /// Also creates, changes, suspends, rotates and revokes keys, identities and roles.
        case `operator`
        /// Also projects, environments and operators.
        case admin
    }

    package let id: OperatorID
    /// Unique; 1 to 128 printable characters.
    package var name: String
    package var level: Level
    /// HMAC of the operator key's id and secret under the operator pepper.
    package var digest: Digest256
    /// The hint of the operator key.
    package var hint: String
    package let createdAt: WallTime
    package var expiresAt: WallTime?
    package var revokedAt: WallTime?
    /// `nil` until the operator key was used: as long as nobody has, a repeated create may replace its secret.
    package var firstUsedAt: WallTime?
    package var revision: UInt64

    package init(
        id: OperatorID, name: String, level: Level, digest: Digest256, hint: String, createdAt: WallTime,
        expiresAt: WallTime?, revokedAt: WallTime? = nil, firstUsedAt: WallTime? = nil, revision: UInt64 = 1
    ) {
        self.id = id
        self.name = name
        self.level = level
        self.digest = digest
        self.hint = hint
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.firstUsedAt = firstUsedAt
        self.revision = revision
    }
}
