package import Keys

/// What admission says of a request: the only way to be admitted is the end of the pipeline.
package enum Verdict: Sendable {
    case admit(Admitted)
    case refuse(Refusal)
}

/// A refusal and what its answer needs beyond the reason.
package struct Refusal: Sendable {
    package let reason: Reason
    /// The key, once its secret has matched: for the decision log, and for answers that may say more from there on.
    package var key: MatchedKey?
    /// The permission that is missing.
    package var permission: Permission?
    /// The limit that refused.
    package var limit: LimitReport?

    package init(_ reason: Reason, key: MatchedKey? = nil, permission: Permission? = nil, limit: LimitReport? = nil) {
        self.reason = reason
        self.key = key
        self.permission = permission
        self.limit = limit
    }
}

/// A key whose secret a request has shown.
package struct MatchedKey: Sendable, Hashable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    package let ownerID: IdentityID?
    /// Index into the snapshot's environments.
    package let environment: UInt16

    package init(keyID: KeyID, versionNumber: UInt32, ownerID: IdentityID?, environment: UInt16) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.ownerID = ownerID
        self.environment = environment
    }
}

/// What the later phases need of an admitted request.
package struct Admitted: Sendable {
    /// `nil` on a route that asks for no key.
    package let key: MatchedKey?
    /// The resolved rights, with their header text; `nil` without a key.
    package let grants: GrantSet?
    /// This is the first use of the version that the snapshot knows of: the control plane wants to hear of it at once.
    package let isFirstUse: Bool
    /// When the version presented stops admitting although the key goes on; `nil` when it does not.
    package let versionEndsAt: WallTime?
    /// When the key ends: expiry, or the end of an announced revocation; `nil` when it does not.
    package let keyEndsAt: WallTime?
    /// The limit closest to its end, for the `RateLimit` fields; `nil` when none applied.
    package let limit: LimitReport?
    /// The snapshot the verdict was reached on.
    package let generation: UInt64

    package init(
        key: MatchedKey?, grants: GrantSet?, isFirstUse: Bool = false, versionEndsAt: WallTime? = nil,
        keyEndsAt: WallTime? = nil, limit: LimitReport? = nil, generation: UInt64
    ) {
        self.key = key
        self.grants = grants
        self.isFirstUse = isFirstUse
        self.versionEndsAt = versionEndsAt
        self.keyEndsAt = keyEndsAt
        self.limit = limit
        self.generation = generation
    }
}
