package import Admission
package import Keys

/// What somebody may do because they hold a key. It ends the presented version, never the whole key.
package enum HolderAct: Sendable, Hashable {
    /// The holder gives the key up.
    case revokeSelf(HeldVersion, reason: String)
    /// The same with a token of another shape than ours, that nobody has looked up yet.
    case revokeShownSelf(ShownToken, reason: String, from: IPAddress?)
    /// Somebody found keys: those that are live among what was shown, each once. The address is the finder's; the answer
    /// depends on neither.
    case revokeFound([HeldVersion], from: IPAddress?)
    /// The same where tokens of other shapes than ours may be keys, none of them looked up yet.
    case revokeShown([ShownToken], from: IPAddress?)
    /// A secret scanner reports leaks; nothing has been looked at before its signature holds.
    case reportLeaks(SignedLeakReport)
}

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
