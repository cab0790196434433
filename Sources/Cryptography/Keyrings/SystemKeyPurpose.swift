/// What a key of the installation itself is for. A released name never changes its meaning.
package enum SystemKeyPurpose: String, Hashable, Sendable, CaseIterable {
    /// Codes over rows with security meaning.
    case rowMAC = "row-mac"
    /// The pepper of operator keys.
    case operatorPepper = "operator-pepper"
    /// Codes over the cursors of lists.
    case cursorMAC = "cursor-mac"
    /// Sensitive values in audit leaves, one subkey per tenant below it.
    case auditField = "audit-field"
    /// Wraps the key that signs the audit log.
    case auditLogKey = "audit-log-key"

    /// Whether stores with system keys were made before there was this one. What it seals is lost with it, so that a key
    /// drawn in place of one that was taken away opens nothing.
    var isLater: Bool { self == .auditLogKey }

    /// What stores of the first releases derived from the root key in its place.
    var derivation: RootKeyPurpose {
        switch self {
        case .rowMAC: .rowMAC
        case .operatorPepper: .operatorPepper
        case .cursorMAC: .cursorMAC
        case .auditField: .auditField
        case .auditLogKey: .auditLogKey
        }
    }
}
