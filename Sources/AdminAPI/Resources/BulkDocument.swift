import KeyManagement

extension BlastRadius {
    var document: JSONValue {
        .members([
            "keys": .count(self.keyCount), "requests_24h": self.requestsLastDay.map(JSONValue.count),
            "callers": .count(self.callerCount), "owners": .count(self.owners.count),
            "routes": .strings(self.routes), "last_used_at": self.lastUsedAt.map(JSONValue.time),
        ])
    }
}

extension BulkRevocation {
    /// The outcomes; `isScheduled` says that the keys go on for a grace period.
    func document(isScheduled: Bool, isDryRun: Bool) -> JSONValue {
        self.document(changed: isScheduled ? "scheduled" : "revoked", isDryRun: isDryRun)
    }

    /// The outcomes; `changed` is the word for what became of a key that the act changed.
    func document(changed: String, isDryRun: Bool) -> JSONValue {
        let outcomes = self.outcomes.map { outcome in
            let word = outcome.isChanged ? changed : "unchanged"
            return ["id": .id(outcome.keyID), "outcome": .string(word)] as JSONValue
        }
        return .members([
            "dry_run": isDryRun ? true : nil, "data": .array(outcomes), "failed": 0,
            "blast_radius": self.blastRadius.document,
        ])
    }
}
