package import Keys

extension VersionUsage {
    /// Callers remembered for one version of a key, the latest ones.
    package static let mostCallers = 16
    /// Longest user agent kept, in bytes.
    package static let longestUserAgent = 256
}
