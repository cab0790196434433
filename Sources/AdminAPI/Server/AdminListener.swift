/// How callers of a listener are told apart.
enum AdminListener: Hashable, Sendable {
    /// TCP: by operator key.
    case operatorKeys
    /// Unix socket: by the user at the other end.
    case localUsers(PeerRule)
}
