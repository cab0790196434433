import Keys

/// What extras are made from.
struct ExtrasSource: Hashable {
    let restrictions: Restrictions
    let limits: [LimitPolicy]
    let overrides: [LimitOverride]
    let credits: Credits?
}

extension KeyRecord {
    /// Whether it has what only some keys have.
    var hasExtras: Bool {
        !self.restrictions.isEmpty || !self.limits.isEmpty || self.credits != nil || !self.timedGrants.isEmpty
    }
}
