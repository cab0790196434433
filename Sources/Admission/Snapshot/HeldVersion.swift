package import Keys

/// A version of a key whose secret somebody has shown.
package struct HeldVersion: Sendable, Hashable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    /// Of the secret that was shown: a version that is issued again has another one under the same number.
    package let digest: Digest256
    /// Whether it was revoked when it was looked up.
    package let isRevoked: Bool

    package init(keyID: KeyID, versionNumber: UInt32, digest: Digest256, isRevoked: Bool = false) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.digest = digest
        self.isRevoked = isRevoked
    }

    init(_ key: KeyEntry, _ version: VersionEntry, at now: WallTime) {
        self.init(
            keyID: key.id, versionNumber: version.number, digest: version.digest,
            isRevoked: StandingCheck.evaluate(key, version, at: now) == .credentialRevoked)
    }
}
