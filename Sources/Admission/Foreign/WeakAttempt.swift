import Cryptography
import Keys

/// A presented token that may be one that could be guessed: which of them it may be.
package struct WeakAttempt: Sendable {
    /// Most proofs in one bucket; an import refuses what would be one more.
    static let mostCandidates = 8

    /// One proof to try.
    struct Candidate: Sendable {
        let entry: WeakEntry
        /// The token, hashed the way the entry wants it.
        let digest: [UInt8]
        let hasher: PepperHasher
        /// Of the peppers around the entry's digest.
        var outer: [PepperHasher] = []

        /// Whether the token is the entry's. Takes some 20 ms.
        var isProven: Bool {
            let made = try? self.entry.hash.hardened(
                self.digest.span, salt: self.entry.salt.span, by: self.hasher)
            return made.map { PepperHasher.nest($0, in: self.outer) }?.equalsInConstantTime(self.entry.digest) ?? false
        }
    }

    let environmentID: EnvironmentID
    let candidates: [Candidate]
    /// Of the tokens the candidates were chosen from.
    let weakRevision: UInt64
}
