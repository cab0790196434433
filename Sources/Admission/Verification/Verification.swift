package import Keys

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
    /// never for a key with limits or restrictions.
    package var isCacheable: Bool {
        guard self.reason == nil, let key = self.key else { return false }
        return key.extras == nil && self.limitCount == 0
    }
}

/// A key whose secret a verifier has shown.
package struct VerifiedKey {
    package let matched: MatchedKey
    package let environment: EnvironmentEntry
    package let boundary: Boundary
    package let state: KeyState
    /// The resolved rights.
    package let grants: GrantSet
    /// When the key ends: its expiry, or the end of an announced revocation.
    package let endsAt: WallTime?
    /// When the version presented ends although the key goes on.
    package let versionEndsAt: WallTime?
    /// The id its owner has elsewhere.
    package let ownerExternalID: String?
    /// Where its profile lies; `nil` when there is nothing to say.
    private let profile: (segment: KeySegment, range: Range<Int>)?
    /// No use of the version is on record yet.
    package let isFirstUse: Bool
    let extras: KeyExtras?

    init(_ entry: KeyEntry, _ version: VersionEntry, in snapshot: Snapshot) {
        let end = min(entry.expiresAt, entry.revokesAt)
        self.matched = MatchedKey(entry, version)
        self.environment = snapshot.environments[Int(entry.environment)]
        self.boundary = entry.boundary
        self.state = entry.state
        self.grants = snapshot.grantSets[Int(entry.grants)]
        self.ownerExternalID = entry.ownerID.flatMap { snapshot.owners[$0] }
        self.endsAt = end == KeyEntry.noEnd ? nil : .init(milliseconds: end)
        self.versionEndsAt = version.notAfter == KeyEntry.noEnd ? nil : .init(milliseconds: version.notAfter)
        self.profile =
            entry.profileCount == 0
            ? nil
            : (
                snapshot.segment(holding: entry.id),
                Int(entry.profileStart)..<(Int(entry.profileStart) + Int(entry.profileCount))
            )
        self.isFirstUse = version.isUnused
        self.extras = entry.extras
    }

    /// Appends what it is called and said to be as members of a JSON object, a comma before them; nothing when there is
    /// nothing to say.
    package func appendProfile(to output: inout [UInt8]) {
        guard let profile = self.profile else { return }
        output.append(0x2c)
        output += profile.segment.profiles[profile.range]
    }
}

/// One limit as a verification left it.
package struct WeighedLimitReport: Sendable {
    package let report: LimitReport
    /// Names the limit's counts: stable over changes of its numbers.
    package let identity: UInt64
    /// Whether this limit refused.
    package let isExceeded: Bool
    /// Whether the limit is the key's own, and not one that the verifier brought.
    package let isOwn: Bool
}
