import Keys

/// A foreign token that could be guessed: found only by a slow hash.
struct WeakEntry: Sendable {
    let keyID: KeyID
    let versionNumber: UInt32
    let hash: ForeignHash
    let salt: [UInt8]
    let digest: Digest256
    let pepperVersion: UInt32
    let outerPeppers: [UInt32]

    init(_ credential: ForeignCredential, _ hash: ForeignHash, _ hardened: HardenedDigest) {
        self.keyID = credential.keyID
        self.versionNumber = credential.versionNumber
        self.hash = hash
        self.salt = hardened.salt
        self.digest = hardened.digest
        self.pepperVersion = credential.pepperVersion
        self.outerPeppers = credential.outerPeppers
    }
}
