package import Keys

/// What the later phases need of an admitted request.
package struct Admitted: Sendable {
    /// `nil` on a route that asks for no key.
    package let key: MatchedKey?
    /// The resolved rights; `nil` without a key.
    package let grants: GrantSet?
    /// This is the first use of the version that the snapshot knows of: the control plane wants to hear of it at once.
    package let isFirstUse: Bool
    /// When the version presented stops admitting although the key goes on; `nil` when it does not.
    package let versionEndsAt: WallTime?
    /// When the key ends: expiry, or the end of an announced revocation; `nil` when it does not.
    package let keyEndsAt: WallTime?
    /// The limit closest to its end, for the `RateLimit` fields; `nil` when none applied.
    package let limit: LimitReport?
    /// What it holds until it ends: to be told to `AdmissionPipeline.release`, once. 0 when it holds nothing.
    package var ticket: UInt32
    package init(
        key: MatchedKey?, grants: GrantSet?, isFirstUse: Bool = false, versionEndsAt: WallTime? = nil,
        keyEndsAt: WallTime? = nil, limit: LimitReport? = nil, ticket: UInt32 = 0
    ) {
        self.key = key
        self.grants = grants
        self.isFirstUse = isFirstUse
        self.versionEndsAt = versionEndsAt
        self.keyEndsAt = keyEndsAt
        self.limit = limit
        self.ticket = ticket
    }
}
