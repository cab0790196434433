package import Keys

/// The digest that a version of a key is to be told by from now on: its token was presented, and was known by a digest
/// under an older pepper.
package struct VersionRehash: Sendable, Hashable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    /// The digest the token was known by: when the store has another one by now, the secret was replaced.
    package let replaced: Digest256
    package let digest: Digest256
    package let pepperVersion: UInt32

    package init(
        keyID: KeyID, versionNumber: UInt32, replaced: Digest256, digest: Digest256, pepperVersion: UInt32
    ) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.replaced = replaced
        self.digest = digest
        self.pepperVersion = pepperVersion
    }
}
