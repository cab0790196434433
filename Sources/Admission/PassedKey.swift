/// What phase 8 and the verdict need of a key that has come through phases 5 to 7: not its whole entry, which would be
/// copied at every step.
struct PassedKey {
    let matched: MatchedKey
    let grants: GrantSet
    let extras: KeyExtras?
    /// Expiry, or the end of an announced revocation.
    let keyEnd: Int64
    let versionEnd: Int64
    let isUnused: Bool

    init(_ key: KeyEntry, _ version: VersionEntry, _ matched: MatchedKey, _ grants: GrantSet) {
        self.matched = matched
        self.grants = grants
        self.extras = key.extras
        self.keyEnd = min(key.expiresAt, key.revokesAt)
        self.versionEnd = version.notAfter
        self.isUnused = version.isUnused
    }
}
