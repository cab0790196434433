package import Keys

/// A refusal and what its answer needs beyond the reason.
package struct Refusal: Sendable {
    package let reason: Reason
    /// The key, once its secret has matched: for the decision log, and for answers that may say more from there on.
    package var key: MatchedKey?
    /// The permission that is missing.
    package var permission: Permission?
    /// The limit that refused.
    package var limit: LimitReport?
    /// How the request may wait instead; `nil` when it may not.
    package var wait: RefusalWait?

    package init(_ reason: Reason, key: MatchedKey? = nil, permission: Permission? = nil, limit: LimitReport? = nil) {
        self.reason = reason
        self.key = key
        self.permission = permission
        self.limit = limit
    }
}
