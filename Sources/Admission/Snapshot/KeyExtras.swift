import Keys

/// Restrictions and limits of a key that has any.
final class KeyExtras: Sendable {
    let restrictions: Restrictions
    let limits: [CompiledLimit]
    let credits: CompiledCredits?

    init?(_ record: KeyRecord, zones: ZoneSource) {
        guard !record.restrictions.isEmpty || !record.limits.isEmpty || record.credits != nil else { return nil }
        self.restrictions = record.restrictions
        self.limits = record.limits.map { limit in
            let override = record.limitOverrides.first { $0.limit == limit.name }
            return CompiledLimit(limit, of: record.id, override: override, zones: zones)
        }
        self.credits = record.credits.map { CompiledCredits($0) }
    }
}
