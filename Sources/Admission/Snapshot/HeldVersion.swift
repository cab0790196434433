package import Keys

/// A version of a key whose secret somebody has shown.
package struct HeldVersion: Sendable, Hashable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    /// When the secret that was shown was made: a version that is issued again has another one under the same number. The
    /// digest would not do: it changes when the secret comes under another pepper.
    package let createdAt: WallTime
    /// Whether it was revoked when it was looked up.
    package let isRevoked: Bool

    package init(keyID: KeyID, versionNumber: UInt32, createdAt: WallTime, isRevoked: Bool = false) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.createdAt = createdAt
        self.isRevoked = isRevoked
    }

    init(_ key: KeyEntry, _ version: VersionEntry, at now: WallTime) {
        self.init(
            keyID: key.id, versionNumber: version.number, createdAt: .init(milliseconds: version.createdAt),
            isRevoked: StandingCheck.evaluate(key, version, at: now) == .credentialRevoked)
    }
}
