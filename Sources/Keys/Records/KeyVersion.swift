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

/// Where a version stands in its key's rotation.
package enum VersionState: String, Hashable, Sendable, CaseIterable {
    /// Issued by a rotation, not used yet.
    case pending
    /// The one to use.
    case current
    /// Still admitted, until its `notAfter`.
    case retiring
    /// Past its `notAfter`, or replaced before it was ever used.
    case retired
    /// Revoked by itself.
    case revoked
}

/// Who used a version last, from where, and on which route. Exact to a minute.
package struct VersionUsage: Hashable, Sendable {
    package var keyID: KeyID
    package var versionNumber: UInt32
    package var at: WallTime
    package var address: IPAddress
    /// Cut to what a decision record holds: 128 bytes.
    package var userAgent: String
    /// The route's name.
    package var route: String

    package init(
        keyID: KeyID, versionNumber: UInt32, at: WallTime, address: IPAddress, userAgent: String, route: String
    ) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.at = at
        self.address = address
        self.userAgent = userAgent
        self.route = route
    }
}
