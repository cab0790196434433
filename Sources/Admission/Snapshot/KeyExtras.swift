import Keys

/// Restrictions and limits of a key that has any.
final class KeyExtras: Sendable {
    /// `nil` for those that are not restricted.
    let restrictions: CompiledRestrictions?
    let limits: [CompiledLimit]

    init?(_ record: KeyRecord, zones: ZoneSource) {
        guard !record.restrictions.isEmpty || !record.limits.isEmpty else { return nil }
        self.restrictions = .init(record.restrictions, zones: zones)
        self.limits = record.limits.map { .init($0, of: record.id) }
    }
}
