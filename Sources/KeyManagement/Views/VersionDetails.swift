package import Keys

/// A version of a key's secret as it is shown.
package struct VersionDetails: Sendable {
    package let version: KeyVersion
    package let state: VersionState
    package let lastUse: VersionUsage?
}
