/// What digests say of who holds a token, in every environment.
package struct HolderSearch: Sendable {
    /// Versions whose secret it is, revoked ones among them.
    package internal(set) var versions: [HeldVersion] = []
    /// Where only a slow hash can tell: one for each environment (`ForeignDesk.holder`).
    package internal(set) var attempts: [WeakAttempt] = []
}

/// Whose a token turned out to be that only a slow hash tells.
package enum WeakHolder: Sendable {
    case nobody
    case held(HeldVersion)
    /// The work is under way: ask again when it is done.
    case pending(ForeignTicket)
    /// The work cannot be done now.
    case noRoom
}
