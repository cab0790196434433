/// Whom the auditor believes: the log's key, and witnesses of whom some must have cosigned.
package struct Trust: Hashable, Sendable {
    package let log: TrustedKey
    package let witnesses: [TrustedKey]
    /// How many of the witnesses must have cosigned.
    package let quorum: Int

    /// All witnesses must have cosigned unless `quorum` says fewer.
    package init(log: TrustedKey, witnesses: [TrustedKey] = [], quorum: Int? = nil) throws(VerifierError) {
        guard log.purpose == .log else { throw .init(.keyMalformed, "\(log.name) is a witness's key, not a log's") }
        for witness in witnesses where witness.purpose != .witness {
            throw .init(.keyMalformed, "\(witness.name) is a log's key, not a witness's")
        }
        // A cosignature does not tell its maker's name: one key under two names would count twice.
        guard Set(witnesses.map(\.key)).count == witnesses.count else {
            throw .init(.keyMalformed, "each witness has a key of its own")
        }
        guard (0...witnesses.count).contains(quorum ?? 0) else {
            throw .init(.keyMalformed, "a quorum is at most the number of witnesses, \(witnesses.count)")
        }
        self.log = log
        self.witnesses = witnesses
        self.quorum = quorum ?? witnesses.count
    }
}
