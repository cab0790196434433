package import Keys

/// What a list of keys is narrowed to; fields left `nil` do not narrow.
package struct KeyFilter: Hashable, Sendable {
    package var projectID: ProjectID?
    package var environmentID: EnvironmentID?
    package var ownerID: IdentityID?
    /// Statuses as of `now`.
    package var statuses: Set<KeyStatus>?
    package var tag: String?
    /// Keys with a direct grant of exactly this text.
    package var permission: String?
    package var roleID: RoleID?
    package var expiresBefore: WallTime?
    /// Keys not used at or after this moment, never used ones included.
    package var unusedSince: WallTime?
    package var createdAfter: WallTime?
    /// Substring of the name, or prefix of the id with or without `key_`; the case of ASCII letters does not count.
    package var text: String?
    /// Keys that never expire, or only those that do.
    package var neverExpires: Bool?
    /// Keys that have no owner, or only those that have one.
    package var isOwnerless: Bool?
    /// Whether keys were issued here or imported.
    package var origin: KeyOrigin?
    /// Keys that came in with a token that could be guessed, or only the others.
    package var isWeak: Bool?
    /// The moment statuses are judged at.
    package var now: WallTime

    package init(now: WallTime) { self.now = now }

    /// Whether the key is in the list. What a store answers by its own means must agree with this.
    /// `foreign` is the credential of an imported key.
    package func matches(_ key: KeyRecord, lastUsedAt: WallTime?, foreign: ForeignCredential?) -> Bool {
        self.matchesPlace(of: key) && self.matchesContent(of: key) && self.matchesTimes(of: key, lastUsedAt: lastUsedAt)
            && self.matchesOrigin(foreign)
    }

    /// Whether the answer depends on how a key came in.
    package var asksOrigin: Bool { self.origin != nil || self.isWeak != nil }

    private func matchesOrigin(_ foreign: ForeignCredential?) -> Bool {
        self.origin.map { $0 == (foreign == nil ? .issued : .imported) } ?? true
            && self.isWeak.map { $0 == (foreign?.isWeak ?? false) } ?? true
    }

    private func matchesPlace(of key: KeyRecord) -> Bool {
        self.projectID.map { $0 == key.projectID } ?? true
            && self.environmentID.map { $0 == key.environmentID } ?? true
            && self.ownerID.map { $0 == key.ownerID } ?? true
            && self.isOwnerless.map { $0 == (key.ownerID == nil) } ?? true
    }

    private func matchesContent(of key: KeyRecord) -> Bool {
        self.tag.map { key.tags.contains($0) } ?? true
            && self.permission.map { text in key.grants.allowed.contains { $0.description == text } } ?? true
            && self.roleID.map { key.roles.contains($0) } ?? true
            && self.text.map { Self.matches($0, key) } ?? true
    }

    private func matchesTimes(of key: KeyRecord, lastUsedAt: WallTime?) -> Bool {
        self.statuses.map { $0.contains(key.status(at: self.now)) } ?? true
            && self.expiresBefore.map { bound in key.expiry.date.map { $0 < bound } ?? false } ?? true
            && self.neverExpires.map { $0 == (key.expiry.date == nil) } ?? true
            && self.unusedSince.map { bound in lastUsedAt.map { $0 < bound } ?? true } ?? true
            && self.createdAfter.map { key.createdAt > $0 } ?? true
    }

    private static func matches(_ text: String, _ key: KeyRecord) -> Bool {
        let wanted = self.folded(text)
        let id = self.folded(key.id.description)
        return id.starts(with: wanted) || id.dropFirst(4).starts(with: wanted)
            || self.folded(key.name).contains(wanted)
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { ($0 &- 0x41) < 26 ? $0 | 0x20 : $0 }
    }
}
