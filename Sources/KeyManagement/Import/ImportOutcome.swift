package import Keys

/// What became of one key.
package struct ImportOutcome: Hashable, Sendable {
    package enum Result: String, Sendable, CaseIterable {
        case created
        /// It was imported before.
        case unchanged
        /// Left out; `fault` says why.
        case refused
    }

    /// How its token is told.
    package enum Strength: String, Sendable, CaseIterable {
        case strong
        /// Behind a slow hash; a finding until the key is rotated.
        case weak
        /// Admits nobody before the key is rotated.
        case reissue
    }

    package let line: Int
    package let foreignID: String
    package let result: Result
    package let keyID: KeyID?
    package let strength: Strength?
    /// What is wrong with a key that was refused. Never quotes a token.
    package let fault: String?
}
