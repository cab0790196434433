package import Keys

/// Whose key is to be replaced.
package enum RekeyingScope: Hashable, Sendable {
    case installation
    case project(ProjectID)
    case environment(EnvironmentID)
}
