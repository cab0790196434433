package import Keys

/// What a bulk change does to each key: adds and takes, and leaves all else as it is.
package struct KeyChanges: Hashable, Sendable {
    package var addedRoles: [RoleID] = []
    package var removedRoles: [RoleID] = []
    package var addedPermissions: [PermissionPattern] = []
    package var removedPermissions: [PermissionPattern] = []
    package var addedDenials: [PermissionPattern] = []
    package var removedDenials: [PermissionPattern] = []
    package var boundary: Boundary?

    package init() {}

    /// The key as it is afterwards.
    func applied(to key: KeyRecord) -> KeyRecord {
        var key = key
        key.roles = Self.changed(key.roles, adding: self.addedRoles, removing: self.removedRoles)
        key.grants.allowed = Self.changed(
            key.grants.allowed, adding: self.addedPermissions, removing: self.removedPermissions)
        key.grants.denied = Self.changed(key.grants.denied, adding: self.addedDenials, removing: self.removedDenials)
        if let boundary = self.boundary { key.boundary = boundary }
        return key
    }

    private static func changed<Element: Equatable>(
        _ list: [Element], adding added: [Element], removing removed: [Element]
    ) -> [Element] {
        let left = list.filter { !removed.contains($0) }
        return left + added.filter { !left.contains($0) }
    }
}
