import Keys

/// Restrictions, limits and rights for a time of a key that has any.
final class KeyExtras: Sendable {
    /// `nil` for those that are not restricted.
    let restrictions: CompiledRestrictions?
    let limits: [CompiledLimit]
    /// The first to end first.
    let timedRights: [TimedRights]

    init(_ record: KeyRecord, zones: ZoneSource, timedRights: [TimedRights] = []) {
        self.restrictions = .init(record.restrictions, zones: zones)
        self.limits = record.limits.map { .init($0, of: record.id) }
        self.timedRights = timedRights
    }
}
