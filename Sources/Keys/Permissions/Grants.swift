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

/// Roles by id, with inheritance resolved.
package struct RoleGraph: Sendable {
    /// Deepest chain of inheritance.
    package static let deepest = 8

    private let roles: [RoleID: Role]

    package init(_ roles: some Sequence<Role>) {
        self.roles = Dictionary(roles.map { ($0.id, $0) }) { _, later in later }
    }

    package subscript(id: RoleID) -> Role? { self.roles[id] }

    /// Everything the roles and the direct grants add up to. A role that is not there grants nothing.
    package func resolve(_ ids: [RoleID], direct: Grants) -> Grants {
        var seen: Set<RoleID> = []
        var pending = ids.map { (id: $0, depth: 1) }
        var total = direct.union(.init())
        while let (id, depth) = pending.popLast() {
            guard depth <= Self.deepest, seen.insert(id).inserted, let role = self.roles[id] else { continue }
            total = total.union(role.grants)
            pending += role.inherits.map { ($0, depth + 1) }
        }
        return total
    }

    /// Why the role must not be stored: it inherits from itself, from what is not there, or too deeply.
    package func objection(to role: Role) -> RoleObjection? {
        var level: Set<RoleID> = Set(role.inherits)
        if let missing = role.inherits.first(where: { $0 != role.id && self.roles[$0] == nil }) {
            return .unknownRole(missing)
        }
        for _ in 1..<Self.deepest {
            if level.isEmpty { return nil }
            if level.contains(role.id) { return .cycle }
            level = Set(level.flatMap { self.roles[$0]?.inherits ?? [] })
        }
        return level.isEmpty ? nil : (level.contains(role.id) ? .cycle : .tooDeep)
    }
}

/// Why a role cannot be stored.
package enum RoleObjection: Hashable, Sendable {
    case cycle
    case tooDeep
    case unknownRole(RoleID)
}
