/// What verifying a key came to.
package struct Verification {
    /// Why the key must not be let through; `nil` when it may.
    package var reason: Reason?
    /// The key whose secret has matched: for the decision log.
    package var matched: MatchedKey?
    /// The same with all that a verifier may be told of it; `nil` for one that is revoked.
    package var key: VerifiedKey?
    /// The first permission of the query that is missing.
    package var missing: PermissionQuery.Slug?
    /// The limit that refused.
    package var limit: LimitReport?
    /// How many limits were weighed: `AdmissionPipeline.weighedLimit` tells of each.
    package var limitCount = 0
    /// What limits were charged that nothing else was said of.
    var cost: UInt32 = 1
    /// Whether policies were asked: what they say may be another thing tomorrow, or from elsewhere.
    var hasPolicies = false
    /// The snapshot it was decided on.
    package let generation: UInt64

    package var isValid: Bool { self.reason == nil }

    init(_ reason: Reason?, key: VerifiedKey? = nil, generation: UInt64) {
        self.reason = reason
        self.matched = key?.matched
        self.key = key
        self.generation = generation
    }

    /// Whether the same answer holds for the same question until something is published or the key's time is over:
    /// never for a key with limits or restrictions, or one that policies are asked about.
    package var isCacheable: Bool {
        guard self.reason == nil, let key = self.key else { return false }
        return key.extras == nil && self.limitCount == 0 && !self.hasPolicies
    }
}
