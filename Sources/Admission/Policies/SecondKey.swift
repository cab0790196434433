package import Keys

/// The second key that came with a request, for policies that ask for one.
package enum SecondKey: Sendable {
    /// The name of the field it comes in. No field of clients whose name begins so is ever forwarded.
    package static let field = Array("gatehouse-second-key".utf8)

    case none
    /// What was shown is no live key, or one that may not do the same.
    case refused
    /// A live key that may do the same on the route.
    case shown(KeyID, owner: IdentityID?)

    /// Whether it vouches for the use of another key: it is not the same, nor of the same owner.
    func vouches(for key: MatchedKey) -> Bool {
        guard case .shown(let id, let owner) = self, id != key.keyID else { return false }
        return owner == nil || owner != key.ownerID
    }
}
