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
