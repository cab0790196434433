import Keys

/// Restrictions and limits of a key that has any.
final class KeyExtras: Sendable {
    let restrictions: Restrictions
    let limits: [CompiledLimit]

    init?(_ record: KeyRecord) {
        guard !record.restrictions.isEmpty || !record.limits.isEmpty else { return nil }
        self.restrictions = record.restrictions
        self.limits = record.limits.map { .init($0, of: record.id) }
    }
}
