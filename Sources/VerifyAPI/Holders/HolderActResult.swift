package import Admission
package import Keys

/// What became of an act.
package enum HolderActResult: Sendable, Hashable {
    /// The presented version is revoked.
    case revokedSelf(HeldVersion, at: WallTime)
    /// The request was taken. Says nothing about what was live.
    case accepted
    /// The reporter is told which of its matches are real.
    case feedback([LeakVerdict])
    /// The signature of a report does not hold.
    case signatureRejected
    /// The body is signed but is no report.
    case reportMalformed
    /// The key is gone meanwhile, or is none.
    case rejected
    /// The store did not take it: nothing is revoked.
    case unavailable
}
