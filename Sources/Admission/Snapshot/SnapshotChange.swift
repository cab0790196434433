package import Keys

/// What a publication changed.
package enum SnapshotChange: Sendable {
    /// These keys and nothing else.
    case keys([(KeyID, EnvironmentID)])
    /// Roles, peppers, names: any key may be judged differently.
    case everything
}
