/// What is granted and what is denied. A denial beats every grant, wherever either came from.
package struct Grants: Hashable, Sendable {
    /// Most patterns on either side of one role or key.
    package static let most = 256

    package var allowed: [PermissionPattern]
    package var denied: [PermissionPattern]

    package init(allowed: [PermissionPattern] = [], denied: [PermissionPattern] = []) {
        self.allowed = allowed
        self.denied = denied
    }

    /// Whether the permission is granted and not denied.
    package func permit(_ permission: Permission) -> Bool {
        self.allowed.contains { $0.covers(permission) } && !self.denied.contains { $0.covers(permission) }
    }

    /// Both together, sorted and without repeats, so that equal sets are equal values.
    package func union(_ other: Self) -> Self {
        .init(
            allowed: Set(self.allowed + other.allowed).sorted(),
            denied: Set(self.denied + other.denied).sorted())
    }
}
