import Keys

/// Notes the use of keys that some rule holds to be used now and then, and tells how long ago it was.
extension AdmissionPipeline {
    /// To be called for a key that has come through phases 5 to 7. Where no key of the node is under such a rule, that is one
    /// test of a bit.
    func noteUse(of key: borrowing KeyEntry, at now: MonotonicNanoseconds) {
        guard self.snapshot.needs.contains(.use), self.snapshot.countsUse(of: key) else { return }
        let environment = self.snapshot.environments[Int(key.environment)].id
        self.plan.publication.uses.note(key.id, of: environment, at: now)
    }

    /// For how many milliseconds the key was not used; `nil` unless its own restrictions ask.
    func unused(_ key: borrowing KeyEntry, at now: MonotonicNanoseconds) -> Int64? {
        guard key.countsUse else { return nil }
        return self.plan.publication.uses.unused(key.id, at: now)
    }

    /// The same; `nil` unless a policy of its environment asks.
    func unusedByPolicies(_ key: borrowing KeyEntry, at now: MonotonicNanoseconds) -> Int64? {
        guard self.snapshot.policies.needs(in: key.environment).contains(.use) else { return nil }
        return self.plan.publication.uses.unused(key.id, at: now)
    }
}

extension KeyEntry {
    /// Whether its own restrictions ask for its last use.
    fileprivate var countsUse: Bool { self.extras?.restrictions?.needs.contains(.use) ?? false }
}

extension Snapshot {
    /// Whether some rule is about the key's last use: its own, or one of a policy of its environment.
    fileprivate func countsUse(of key: borrowing KeyEntry) -> Bool {
        key.countsUse || self.policies.needs(in: key.environment).contains(.use)
    }
}
