extension KeyRecord {
    /// The key with permissions denied and routes taken away, beside what was so before.
    package func without(permissions: [PermissionPattern], routes: [String]) -> KeyRecord {
        var key = self
        for pattern in permissions where !key.grants.denied.contains(pattern) { key.grants.denied.append(pattern) }
        for route in routes where !key.withdrawnRoutes.contains(route) { key.withdrawnRoutes.append(route) }
        return key
    }
}
