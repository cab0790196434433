import Keys

/// Restrictions, limits and rights for a time of a key that has any.
final class KeyExtras: Sendable {
    /// `nil` for those that are not restricted.
    let restrictions: CompiledRestrictions?
    let limits: [CompiledLimit]
    let credits: CompiledCredits?
    /// The first to end first.
    let timedRights: [TimedRights]

    init(_ record: KeyRecord, zones: ZoneSource, timedRights: [TimedRights] = []) {
        self.restrictions = .init(record.restrictions, zones: zones)
        self.limits = record.limits.map { limit in
            let override = record.limitOverrides.first { $0.limit == limit.name }
            return CompiledLimit(limit, of: record.id, override: override, zones: zones)
        }
        self.credits = record.credits.map { CompiledCredits($0) }
        self.timedRights = timedRights
    }
}
