import Keys

/// A foreign token that its digest finds.
struct ForeignEntry: Sendable {
    let keyID: KeyID
    let versionNumber: UInt32
    /// It was found by the hash that the other system kept.
    let needsUpgrade: Bool

    init(_ credential: ForeignCredential, needsUpgrade: Bool) {
        self.keyID = credential.keyID
        self.versionNumber = credential.versionNumber
        self.needsUpgrade = needsUpgrade
    }
}
