package import Keys

extension VersionUsage {
    /// Callers remembered for one version of a key, the latest ones.
    package static let mostCallers = 16
}
