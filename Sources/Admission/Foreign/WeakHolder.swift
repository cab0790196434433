/// Whose a token turned out to be that only a slow hash tells.
package enum WeakHolder: Sendable {
    case nobody
    case held(HeldVersion)
    /// The work is under way: ask again when it is done.
    case pending(ForeignTicket)
    /// The work cannot be done now.
    case noRoom
}
