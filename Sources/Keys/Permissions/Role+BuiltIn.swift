/// The roles that every project has without making them. They cannot be changed; a role of the project of the same name
/// is found before them.
extension Role {
    /// `read-only`, `standard`, `admin` and `temporary`, by id.
    package static let builtIn: [Role] = [
        builtIn(1, "read-only", "**:read"),
        builtIn(2, "standard", "**:write", inherits: 1),
        builtIn(3, "admin", "**:*"),
        builtIn(4, "temporary", nil, inherits: 2, maximumGrantSeconds: 86_400),
    ]

    /// The one of that id; `nil` when it is none of them.
    package static func builtIn(_ id: RoleID) -> Role? { self.builtIn.first { $0.id == id } }

    /// The one of that name; `nil` when it is none of them.
    package static func builtIn(named name: String) -> Role? { self.builtIn.first { $0.name == name } }

    /// Whether every project has it.
    package var isBuiltIn: Bool { Self.builtIn(self.id) != nil }

    private static func builtIn(
        _ number: UInt64, _ name: String, _ permission: String?, inherits: UInt64? = nil,
        maximumGrantSeconds: UInt32? = nil
    ) -> Role {
        Role(
            id: Self.id(number), projectID: .init(high: 0, low: 0), name: name,
            grants: .init(allowed: permission.flatMap(PermissionPattern.init).map { [$0] } ?? []),
            inherits: inherits.map { [Self.id($0)] } ?? [], maximumGrantSeconds: maximumGrantSeconds,
            createdAt: .init(milliseconds: 0))
    }

    /// `role_000000000000000n`.
    private static func id(_ number: UInt64) -> RoleID {
        RoleID("role_000000000000000\(number)") ?? .init(high: 0, low: number)
    }
}
