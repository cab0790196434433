import Keys

/// A key as the hot path wants it: flat, with indexes instead of names.
struct KeyEntry: Sendable {
    let id: KeyID
    let ownerID: IdentityID?
    /// Milliseconds since 1970; the ends of the range where there is no bound.
    let notBefore: Int64
    let expiresAt: Int64
    let revokesAt: Int64
    /// Index into the snapshot's grant sets.
    let grants: UInt32
    /// Where its versions begin in the segment.
    var firstVersion: UInt32
    /// Index into the snapshot's environments.
    let environment: UInt16
    /// 1...4.
    var versionCount: UInt8
    /// Index into the snapshot's token prefixes.
    let prefix: UInt8
    let boundary: Boundary
    let state: KeyState
    /// What only some keys have; `nil` for most, so that they cost nothing.
    let extras: KeyExtras?
    /// Where its profile lies among those of the segment (`KeyProfile`).
    var profileStart: UInt32 = 0
    var profileCount: UInt32 = 0

    static let noEnd = Int64.max

    /// The entry where another one was: its versions and its profile lie where those of the other one did.
    func inPlace(of other: Self) -> Self {
        var entry = self
        entry.firstVersion = other.firstVersion
        entry.profileStart = other.profileStart
        entry.profileCount = other.profileCount
        return entry
    }
}
