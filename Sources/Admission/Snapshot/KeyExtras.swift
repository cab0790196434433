import Keys

/// Restrictions, limits and rights for a time of a key that has any.
final class KeyExtras: Sendable {
    let restrictions: Restrictions
    let limits: [CompiledLimit]
    /// The first to end first.
    let timedRights: [TimedRights]

    init(_ record: KeyRecord, timedRights: [TimedRights] = []) {
        self.restrictions = record.restrictions
        self.limits = record.limits.map { .init($0, of: record.id) }
        self.timedRights = timedRights
    }
}
