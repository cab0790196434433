package import Keys

/// A key whose secret a verifier has shown.
package struct VerifiedKey {
    package let matched: MatchedKey
    package let environment: EnvironmentEntry
    package let boundary: Boundary
    package let state: KeyState
    /// The resolved rights, as far as policies leave them once those have been asked.
    package internal(set) var grants: GrantSet
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

    init(_ entry: KeyEntry, _ version: VersionEntry, in snapshot: Snapshot, at now: WallTime) {
        let end = min(entry.expiresAt, entry.revokesAt)
        self.matched = MatchedKey(entry, version)
        self.environment = snapshot.environments[Int(entry.environment)]
        self.boundary = entry.boundary
        self.state = entry.state
        self.grants = snapshot.rights(of: entry, at: now)
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
