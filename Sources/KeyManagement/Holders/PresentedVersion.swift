package import Keys

/// A version of a key whose secret somebody has shown, and that can therefore be ended by whoever showed it.
package struct PresentedVersion: Hashable, Sendable {
    package let keyID: KeyID
    package let number: UInt32
    /// Of the secret that was shown. A creation that is repeated puts another secret under the same number: that one was
    /// not shown.
    package let digest: Digest256

    package init(keyID: KeyID, number: UInt32, digest: Digest256) {
        self.keyID = keyID
        self.number = number
        self.digest = digest
    }

    /// Whether it is this version, with this secret, that was shown.
    func isShown(by version: KeyVersion) -> Bool { version.number == self.number && version.digest == self.digest }
}
