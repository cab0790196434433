/// How the first secret of an imported key is recognised: the key was issued by another system, so its token has another
/// shape, and of the token only what is needed to tell it again is kept (docs/import.md).
///
/// There is one for each imported key. It belongs to version 1 of the key, whose own digest nothing matches; a rotation
/// gives the key a token of ours and ends this one.
package struct ForeignCredential: Hashable, Sendable {
    /// Longest name of a key in the system it came from, in characters.
    package static let longestForeignID = 256

    package let keyID: KeyID
    package let environmentID: EnvironmentID
    /// The version of the key it stands for.
    package let versionNumber: UInt32
    package let source: ImportSource
    /// What the system it came from calls the key; unique for the source in the environment, so that an import can be
    /// repeated.
    package let foreignID: String
    package var proof: ForeignProof
    /// The pepper of the environment that the proof was made under.
    package let pepperVersion: UInt32
    /// Peppers that were put around the proof's digest when those within had leaked, as in `KeyVersion`.
    package var outerPeppers: [UInt32]
    package let importedAt: WallTime
    /// Counts up with every change.
    package var revision: UInt64

    package init(
        keyID: KeyID, environmentID: EnvironmentID, versionNumber: UInt32 = 1, source: ImportSource,
        foreignID: String, proof: ForeignProof, pepperVersion: UInt32, importedAt: WallTime, revision: UInt64 = 1,
        outerPeppers: [UInt32] = []
    ) {
        self.keyID = keyID
        self.environmentID = environmentID
        self.versionNumber = versionNumber
        self.source = source
        self.foreignID = foreignID
        self.proof = proof
        self.pepperVersion = pepperVersion
        self.outerPeppers = outerPeppers
        self.importedAt = importedAt
        self.revision = revision
    }

    /// Whether the token is too easy to guess to be found by one keyed digest: a finding until the key is rotated.
    package var isWeak: Bool {
        if case .hardened = self.proof { true } else { false }
    }
}
