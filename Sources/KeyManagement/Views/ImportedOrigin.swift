package import Keys

/// Where an imported key came from, and how its foreign token is told.
package struct ImportedOrigin: Hashable, Sendable {
    package let source: ImportSource
    /// What the system it came from calls it.
    package let foreignID: String
    package let strength: ImportOutcome.Strength

    init(_ credential: ForeignCredential) {
        self.source = credential.source
        self.foreignID = credential.foreignID
        self.strength = credential.proof.strength
    }
}
