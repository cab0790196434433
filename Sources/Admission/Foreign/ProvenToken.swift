import Keys

/// Whose token it turned out to be.
struct ProvenToken: Sendable, Hashable {
    let keyID: KeyID
    let versionNumber: UInt32
}
