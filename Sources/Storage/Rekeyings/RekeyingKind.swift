/// Which key is replaced. The names are stored and stand in commands.
package enum RekeyingKind: String, Hashable, Sendable, CaseIterable {
    /// The key above all others, with its slots: replaced in one transaction.
    case root
    /// The key that wraps a tenant's data keys.
    case keyring
    /// The keys that a tenant's data is sealed with.
    case dataKeys = "data-keys"
    /// The secret that the digests of an environment's keys are made under.
    case pepper
    /// The key that signs the audit log.
    case logKey = "log-key"
}
