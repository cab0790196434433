/// What a subkey of the root key is for. Each purpose is its own key; a released name never changes its meaning.
package enum RootKeyPurpose: String, Sendable, CaseIterable {
    /// Stored beside the slots, so that a wrong root key is noticed at start.
    case slotCheck = "slot-check"
    /// Sensitive values in audit leaves, one subkey per tenant below it.
    case auditField = "audit-field"
    /// Wraps the peppers of the environments.
    case pepperWrap = "pepper-wrap"
    /// Wraps the system keys.
    case systemKeyWrap = "system-key-wrap"
    /// Wraps the keys of keyrings.
    case keyringWrap = "keyring-wrap"
    /// Encrypts backups: whoever opens a slot can read them.
    case backup = "backup"
    /// The keys that identities are signed with, one below it for each period.
    case identitySigning = "identity-signing"
    /// Codes over rows with security meaning.
    case rowMAC = "row-mac"
    /// Codes over the cursors of lists.
    case cursorMAC = "cursor-mac"
    /// Wraps the key that signs the audit log.
    case auditLogKey = "audit-log-key"
    /// The pepper of operator keys.
    case operatorPepper = "operator-pepper"
}
