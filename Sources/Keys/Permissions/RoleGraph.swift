/// Roles by id, with inheritance resolved.
package struct RoleGraph: Sendable {
    /// Deepest chain of inheritance.
    package static let deepest = 8

    private let roles: [RoleID: Role]

    /// The roles, and those that every project has.
    package init(_ roles: some Sequence<Role>) {
        self.roles = Dictionary(Role.builtIn.map { ($0.id, $0) } + roles.map { ($0.id, $0) }) { _, later in later }
    }

    package subscript(id: RoleID) -> Role? { self.roles[id] }

    /// Everything the roles and the direct grants add up to. A role that is not there grants nothing.
    package func resolve(_ ids: [RoleID], direct: Grants, in environment: EnvironmentID? = nil) -> Grants {
        self.reached(from: ids, in: environment).reduce(direct.union(.init())) { total, id in
            self.roles[id].map { total.union($0.grants) } ?? total
        }
    }

    /// The roles and those they inherit from, as far as they count in the environment; `nil` asks for all.
    ///
    /// However deep a chain is, it is followed to its end: one cut short could lose a denial.
    package func reached(from ids: [RoleID], in environment: EnvironmentID? = nil) -> Set<RoleID> {
        var reached: Set<RoleID> = []
        var pending = ids
        while let id = pending.popLast() {
            guard let role = self.roles[id], environment.map(role.counts) ?? true, reached.insert(id).inserted else {
                continue
            }
            pending += role.inherits
        }
        return reached
    }

    /// Why the role must not be stored: it inherits from itself, from what is not there, or makes a chain too deep, its
    /// own or that of a role above it.
    package func objection(to role: Role) -> RoleObjection? {
        if let missing = role.inherits.first(where: { $0 != role.id && self.roles[$0] == nil }) {
            return .unknownRole(missing)
        }
        var below = 0
        var level = Set(role.inherits)
        while !level.isEmpty {
            if level.contains(role.id) { return .cycle }
            below += 1
            guard below < Self.deepest else { return .tooDeep }
            level = Set(level.flatMap { self.roles[$0]?.inherits ?? [] })
        }
        return below + self.levels(above: role.id) < Self.deepest ? nil : .tooDeep
    }

    /// A role that is held for a time only would be held for longer by one that inherits from it: both, the holder first.
    package func outlasted(by role: Role) -> (holder: RoleID, held: RoleID, seconds: UInt32)? {
        for edge in self.edges(of: role) {
            guard let longest = self.roles[edge.held]?.maximumGrantSeconds else { continue }
            let own = self.roles[edge.holder]?.maximumGrantSeconds
            if own.map({ $0 > longest }) ?? true { return (edge.holder, edge.held, longest) }
        }
        return nil
    }

    /// The role with each it inherits from, and each that inherits from it with the role.
    private func edges(of role: Role) -> [(holder: RoleID, held: RoleID)] {
        role.inherits.map { (role.id, $0) }
            + self.roles.values.filter { $0.inherits.contains(role.id) }.map { ($0.id, role.id) }
    }

    /// Length of the longest chain of roles that inherit from this one; no more than `deepest`.
    private func levels(above id: RoleID) -> Int {
        var level: Set<RoleID> = [id]
        for count in 0..<Self.deepest {
            level = Set(self.roles.values.lazy.filter { !level.isDisjoint(with: $0.inherits) }.map(\.id))
            if level.isEmpty { return count }
        }
        return Self.deepest
    }
}
