import Keys

/// A key whose secret was just made.
package struct KeyWithToken: Sendable {
    package let key: KeyDetails
    /// Which version the token is of.
    package let versionNumber: UInt32
    /// The text to show once; `nil` for a dry run.
    package let token: OneTimeToken?
}
