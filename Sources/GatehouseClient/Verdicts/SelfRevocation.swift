/// What became of ending a version of a key by its holder.
public enum SelfRevocation: Sendable, Hashable {
    /// The version has ended, from this moment on and for good.
    case revoked(RevokedVersion)
    /// There was nothing to end: the key is unknown, or the version has ended before.
    case refused(Refusal)
}
