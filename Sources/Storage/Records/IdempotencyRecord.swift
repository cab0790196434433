package import Keys

/// What a create with an idempotency key led to, kept for 24 hours. Never holds a secret.
package struct IdempotencyRecord: Hashable, Sendable {
    package let scope: IdempotencyScope
    /// SHA-256 of the request body.
    package let bodyDigest: Digest256
    /// Text form of the id of what was created.
    package let resourceID: String
    /// For keys and rotations: the version whose secret was shown.
    package let versionNumber: UInt32?
    package let createdAt: WallTime

    package init(
        scope: IdempotencyScope, bodyDigest: Digest256, resourceID: String, versionNumber: UInt32?, createdAt: WallTime
    ) {
        self.scope = scope
        self.bodyDigest = bodyDigest
        self.resourceID = resourceID
        self.versionNumber = versionNumber
        self.createdAt = createdAt
    }
}
