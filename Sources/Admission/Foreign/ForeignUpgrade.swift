package import Keys

/// The digest that a foreign token is to be found by from now on: it was presented, and until now only the hash that
/// another system kept was known.
package struct ForeignUpgrade: Sendable, Hashable {
    package let keyID: KeyID
    package let digest: Digest256
    package let pepperVersion: UInt32

    package init(keyID: KeyID, digest: Digest256, pepperVersion: UInt32) {
        self.keyID = keyID
        self.digest = digest
        self.pepperVersion = pepperVersion
    }
}
