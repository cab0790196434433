import Auditing
package import Keys

/// Changes what a key is for, may do and how long it lives, by the rules of a JSON merge patch. Its secret stays.
///
/// Whoever changes limits must name the revision they change.
package struct UpdateKey: ManagementOperation {
    let id: KeyID
    package var name: String?
    package var ownerID: Patch<IdentityID> = .absent
    package var tags: Patch<[String]> = .absent
    /// Members by name; `nil` removes one.
    package var metadata: Patch<[String: String?]> = .absent
    package var roles: Patch<[RoleID]> = .absent
    package var allowed: Patch<[PermissionPattern]> = .absent
    package var denied: Patch<[PermissionPattern]> = .absent
    package var boundary: Boundary?
    /// The routes that are taken from the key: those left out of the list come back.
    package var withdrawnRoutes: Patch<[String]> = .absent
    package var restrictions: Patch<Restrictions> = .absent
    package var limits: Patch<[LimitPolicy]> = .absent
    package var limitOverrides: Patch<[LimitOverride]> = .absent
    /// New ones: what was used of those before is forgotten.
    package var credits: Patch<Credits> = .absent
    package var notBefore: Patch<WallTime> = .absent
    /// `nil` leaves it as it is.
    package var expiry: ExpiryRequest?

    package init(_ id: KeyID) { self.id = id }

    /// Whether it changes what the key may use.
    package var changesLimits: Bool {
        self.limits.isPresent || self.limitOverrides.isPresent || self.credits.isPresent
    }

    package func perform(in act: Act) throws -> KeyDetails {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision, isMandatory: self.changesLimits)
        guard !before.isRevoked(at: act.now) else { throw LifecycleObjection.revoked }
        var key = before
        self.apply(to: &key, at: act.now)
        if let expiry = self.expiry {
            let project = try act.reader.existing(key.projectID)
            key.expiry = try expiry.resolved(by: project.expiry, at: act.now)
        }
        try KeyCheck.check(key, in: act.reader)
        let saved = key == before ? before : try act.save(key, replacing: before, .keyUpdate)
        return try .init(saved, in: act.reader, at: act.now)
    }

    private func apply(to key: inout KeyRecord, at now: WallTime) {
        if let name = self.name { key.name = name }
        key.ownerID = self.ownerID.applied(to: key.ownerID)
        key.tags = self.tags.applied(to: key.tags, orDefault: [])
        key.metadata = self.merged(key.metadata)
        key.roles = self.roles.applied(to: key.roles, orDefault: [])
        key.grants.allowed = self.allowed.applied(to: key.grants.allowed, orDefault: [])
        key.grants.denied = self.denied.applied(to: key.grants.denied, orDefault: [])
        if let boundary = self.boundary { key.boundary = boundary }
        key.withdrawnRoutes = self.withdrawnRoutes.applied(to: key.withdrawnRoutes, orDefault: [])
        key.restrictions = self.restrictions.applied(to: key.restrictions, orDefault: .init())
        let before = key
        key.limits = self.limits.applied(to: key.limits, orDefault: [])
        if self.limits.isPresent { key.carryTrust(from: before, at: now) }
        key.limitOverrides = self.limitOverrides.applied(to: key.limitOverrides, orDefault: [])
        if self.credits.isPresent {
            key.credits = self.credits.applied(to: nil).map { $0.given(at: now, after: key.credits) }
        }
        key.notBefore = self.notBefore.applied(to: key.notBefore)
    }

    private func merged(_ metadata: [String: String]) -> [String: String] {
        switch self.metadata {
        case .absent: metadata
        case .null: [:]
        case .value(let members): members.reduce(into: metadata) { $0[$1.key] = $1.value }
        }
    }
}
