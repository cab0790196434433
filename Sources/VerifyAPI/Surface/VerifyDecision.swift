package import Admission
package import Keys

/// What the decision record of one verification needs. A batch has one for each of its keys.
package struct VerifyDecision: Sendable {
    /// The request's id; in a batch each verification has one of its own.
    package var requestID: RequestID
    package var entrance: VerifyEntrance
    /// Why it was refused; `nil` when the key may be let through.
    package var reason: Reason?
    /// The key asked about, once its secret has matched.
    package var key: MatchedKey?
    /// The key that asked.
    package var caller: MatchedKey?
    package var isFirstUse = false
    /// The request that the verifier decides on, as far as it says.
    package var address: IPAddress?
    package var method: RequestMethod?
    /// Where the address is.
    package var place = Place.unknown
    /// Position of the route that a proxy's request is on; -1 for none.
    package var route = -1
    package var limit: LimitReport?
    /// The permission that was missing.
    package var permission: String?
    /// What the rules said that only some requests are asked: the position in `VerifyAnswer.traces`; `nil` for nothing.
    package var rules: Int?

    package init(requestID: RequestID, entrance: VerifyEntrance, reason: Reason?) {
        self.requestID = requestID
        self.entrance = entrance
        self.reason = reason
    }
}
