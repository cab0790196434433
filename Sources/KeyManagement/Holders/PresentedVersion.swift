package import Keys

/// A version of a key whose secret somebody has shown, and that can therefore be ended by whoever showed it.
package struct PresentedVersion: Hashable, Sendable {
    package let keyID: KeyID
    package let number: UInt32

    package init(keyID: KeyID, number: UInt32) {
        self.keyID = keyID
        self.number = number
    }
}
