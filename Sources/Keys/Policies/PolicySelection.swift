/// Whom and what a policy is about. What is not stated does not narrow it: an empty selection is every key of the
/// environment, on every route.
package struct PolicySelection: Hashable, Sendable {
    package static let mostRoles = 64
    package static let mostRoutes = 256
    package static let longestRoute = 64
    package static let mostKeys = 1_000

    /// Keys that hold one of these, directly, by inheritance or for a time.
    package var roles: [RoleID]
    /// Routes of these names.
    package var routes: [String]
    /// Routes whose label is this or a more sensitive one.
    package var minimumSensitivity: Sensitivity?
    /// These keys alone, sorted by id.
    package var keys: [KeyID]

    package init(
        roles: [RoleID] = [], routes: [String] = [], minimumSensitivity: Sensitivity? = nil, keys: [KeyID] = []
    ) {
        self.roles = roles
        self.routes = routes
        self.minimumSensitivity = minimumSensitivity
        self.keys = Set(keys).sorted()
    }

    /// Whether it is about routes: a question that comes without a route is then none of its affair.
    package var isAboutRoutes: Bool { !self.routes.isEmpty || self.minimumSensitivity != nil }

    /// Whether a route of that name and label is meant.
    package func includesRoute(named name: String, sensitivity: Sensitivity?) -> Bool {
        if let minimum = self.minimumSensitivity {
            guard let sensitivity, sensitivity >= minimum else { return false }
        }
        return self.routes.isEmpty || self.routes.contains(name)
    }

    /// Whether a key is meant, as far as single keys are named.
    package func includes(_ key: KeyID) -> Bool {
        guard !self.keys.isEmpty else { return true }
        var (low, high) = (0, self.keys.count)
        while low < high {
            let middle = (low + high) / 2
            if self.keys[middle] == key { return true }
            if self.keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return false
    }
}
