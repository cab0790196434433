/// What the digests say of a foreign token.
enum ForeignFinding: Sendable {
    case found(ForeignEntry)
    /// Only a slow hash can tell.
    case unproven(WeakAttempt)
}
