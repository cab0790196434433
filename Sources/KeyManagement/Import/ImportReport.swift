import Keys

/// What became of the keys of an order.
package struct ImportReport: Hashable, Sendable {
    /// One for each key, in their order.
    package let outcomes: [ImportOutcome]
    /// Owners that were not there before.
    package let createdIdentities: Int

    /// How many keys had this result.
    package func count(_ result: ImportOutcome.Result) -> Int { self.outcomes.count { $0.result == result } }
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
