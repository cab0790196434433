import Keys

/// The writer's side of policies: takes in what changed and makes the next book, when it is a new one.
struct PolicyEditor: Sendable {
    /// Those that are asked, by environment, in the order of their names.
    private var policies: [EnvironmentID: [Policy]] = [:]
    private var book: PolicyBook?

    /// What of a request has to be looked up before the policies of the last book can be asked.
    var needs: RequestNeeds { self.book?.needs ?? [] }

    /// Adds or replaces a policy.
    mutating func set(_ policy: Policy) {
        var policies = self.policies[policy.environmentID] ?? []
        policies.removeAll { $0.id == policy.id }
        if policy.mode != .off { policies.append(policy) }
        self.policies[policy.environmentID] = policies.sorted { $0.name < $1.name }
        self.book = nil
    }

    /// Routes or environments have changed.
    mutating func forget() { self.book = nil }

    /// The policies that are asked of who holds these roles: bits of the environment's.
    func asked(of roles: Set<RoleID>, in environment: EnvironmentID) -> UInt64 {
        var mask: UInt64 = 0
        let policies = self.policies[environment] ?? []
        for (position, policy) in policies.prefix(Policy.mostAsked).enumerated() {
            let wanted = policy.selection.roles
            if wanted.isEmpty || wanted.contains(where: roles.contains) { mask |= 1 << UInt64(position) }
        }
        return mask
    }

    /// The book for these environments and routes.
    mutating func book(
        for environments: [EnvironmentEntry], _ routes: RouteBook, zones: ZoneSource
    ) -> PolicyBook {
        if let book = self.book { return book }
        let compiled = environments.map { environment in
            (self.policies[environment.id] ?? []).prefix(Policy.mostAsked).map {
                CompiledPolicy($0, routes: routes, zones: zones)
            }
        }
        let book = PolicyBook(compiled, environments: environments, routes: routes)
        self.book = book
        return book
    }
}
