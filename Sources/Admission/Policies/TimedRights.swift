/// What a key may do beside its own rights, until a moment.
struct TimedRights: Sendable {
    /// Milliseconds since 1970.
    let startsAt: Int64
    let endsAt: Int64
    /// What this grant alone gives: index into the snapshot's grant sets.
    let own: UInt32
    /// The key's rights with this grant and all that end no earlier.
    let total: UInt32
}

extension [TimedRights] {
    /// The set of rights that counts at a moment, the first to end being first; `nil` when none is left.
    func total(at now: Int64) -> UInt32? {
        for index in self.indices where self[index].endsAt > now { return self[index].total }
        return nil
    }
}
