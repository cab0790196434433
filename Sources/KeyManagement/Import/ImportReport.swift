package import Keys

/// What became of the keys of an order.
package struct ImportReport: Hashable, Sendable {
    /// One for each key, in their order.
    package let outcomes: [ImportOutcome]
    /// Owners that were not there before.
    package let createdIdentities: Int

    /// How many keys had this result.
    package func count(_ result: ImportOutcome.Result) -> Int { self.outcomes.count { $0.result == result } }
}

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

extension ForeignProof {
    var strength: ImportOutcome.Strength {
        switch self {
        case .keyed, .wrapped: .strong
        case .hardened: .weak
        case .reissue: .reissue
        }
    }
}
