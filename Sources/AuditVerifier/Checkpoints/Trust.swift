/// Whom the auditor believes: the log's keys, of which one must have signed, and witnesses of whom some must have
/// cosigned.
package struct Trust: Hashable, Sendable {
    /// At least one, all of one log, oldest first.
    package let logs: [TrustedKey]
    package let witnesses: [TrustedKey]
    /// How many of the witnesses must have cosigned.
    package let quorum: Int

    /// The log's name.
    package var name: String { self.logs[0].name }

    /// For a log with one key.
    package init(log: TrustedKey, witnesses: [TrustedKey] = [], quorum: Int? = nil) throws(VerifierError) {
        try self.init(logs: [log], witnesses: witnesses, quorum: quorum)
    }

    /// All witnesses must have cosigned unless `quorum` says fewer.
    package init(logs: [TrustedKey], witnesses: [TrustedKey] = [], quorum: Int? = nil) throws(VerifierError) {
        guard let name = logs.first?.name else { throw .init(.keyMalformed, "a key of the log is needed") }
        for log in logs {
            guard log.purpose == .log else {
                throw .init(.keyMalformed, "\(log.name) is a witness's key, not a log's")
            }
            guard log.name == name else {
                throw .init(.keyMalformed, "\(name) and \(log.name) are two logs: the keys must be of one")
            }
        }
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
        self.logs = logs
        self.witnesses = witnesses
        self.quorum = quorum ?? witnesses.count
    }

    /// The same trust, extended to keys that follow those of the log.
    func extended(by successors: [TrustedKey]) throws(VerifierError) -> Self {
        try .init(logs: self.logs + successors, witnesses: self.witnesses, quorum: self.quorum)
    }
}
