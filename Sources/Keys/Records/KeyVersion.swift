/// One secret of a key. Rotation adds a version; everything else about the key stays.
package struct KeyVersion: Hashable, Sendable {
    /// 1 for the secret the key was issued with, then counting up.
    package let number: UInt32
    /// HMAC-SHA-256 of id and secret under the pepper (docs/ARCHITECTURE.md, Model). The secret itself is nowhere.
    package let digest: Digest256
    package let pepperVersion: UInt32
    /// The last four characters of the token's public checksum.
    package let hintSuffix: String
    package let createdAt: WallTime
    /// From this moment on the version admits nobody.
    package var notAfter: WallTime?
    package var firstUsedAt: WallTime?
    /// Set when this version alone was revoked: unlike a retired one it looks unknown to callers.
    package var revokedAt: WallTime?

    package init(
        number: UInt32, digest: Digest256, pepperVersion: UInt32, hintSuffix: String, createdAt: WallTime,
        notAfter: WallTime? = nil, firstUsedAt: WallTime? = nil, revokedAt: WallTime? = nil
    ) {
        self.number = number
        self.digest = digest
        self.pepperVersion = pepperVersion
        self.hintSuffix = hintSuffix
        self.createdAt = createdAt
        self.notAfter = notAfter
        self.firstUsedAt = firstUsedAt
        self.revokedAt = revokedAt
    }

    /// Whether the version can still admit at that moment, as far as its own window goes.
    package func isLive(at now: WallTime) -> Bool {
        self.revokedAt == nil && self.notAfter.map { $0 > now } ?? true
    }
}
