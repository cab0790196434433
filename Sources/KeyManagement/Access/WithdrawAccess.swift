import Auditing
package import Keys
package import Storage

/// Takes permissions or routes from a key, at once, and leaves everything else as it is: a revocation of a part.
///
/// It only ever takes away: what is withdrawn is denied from then on, whatever roles and grants the key has or gets. An
/// update of the key brings it back.
package struct WithdrawAccess: ManagementOperation {
    package var priority: WritePriority { .revocation }

    let id: KeyID
    let permissions: [PermissionPattern]
    let routes: [String]
    let reason: String?

    package init(_ id: KeyID, permissions: [PermissionPattern] = [], routes: [String] = [], reason: String? = nil) {
        self.id = id
        self.permissions = permissions
        self.routes = routes
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyDetails {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        guard !before.isRevoked(at: act.now) else { throw LifecycleObjection.revoked }
        let key = before.without(permissions: self.permissions, routes: self.routes)
        try self.check(key)
        let saved = key == before ? before : try act.save(key, replacing: before, .keyWithdraw, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }

    private func check(_ key: KeyRecord) throws {
        var checks = FieldChecks()
        checks.reason(self.reason)
        checks.require(
            !self.permissions.isEmpty || !self.routes.isEmpty, "", "must name what is withdrawn: permissions or routes")
        checks.grants(key.grants)
        checks.routes(key.withdrawnRoutes, "/routes")
        try checks.finish()
    }
}

extension FieldChecks {
    /// Names of routes.
    mutating func routes(_ names: [String], _ pointer: String) {
        self.require(
            names.count <= KeyRecord.mostWithdrawnRoutes, pointer, "must be at most \(KeyRecord.mostWithdrawnRoutes)")
        for name in names.prefix(KeyRecord.mostWithdrawnRoutes) {
            self.text(name, atMost: PolicySelection.longestRoute, pointer)
        }
    }
}
