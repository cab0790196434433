package import Keys

/// A version of a key whose secret somebody has shown, and that can therefore be ended by whoever showed it.
package struct PresentedVersion: Hashable, Sendable {
    package let keyID: KeyID
    package let number: UInt32
    /// When the secret that was shown was made. A creation that is repeated puts another secret under the same number, with
    /// a later moment: that one was not shown. What a secret is told by may change meanwhile, and it is the same one.
    package let createdAt: WallTime

    package init(keyID: KeyID, number: UInt32, createdAt: WallTime) {
        self.keyID = keyID
        self.number = number
        self.createdAt = createdAt
    }

    /// Whether it is this version, with this secret, that was shown.
    func isShown(by version: KeyVersion) -> Bool {
        version.number == self.number && version.createdAt == self.createdAt
    }
}
