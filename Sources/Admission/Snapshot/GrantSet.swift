package import Keys

/// Resolved rights, shared by every key that has them. Made at publication so that a request tests one bit.
package final class GrantSet: Sendable {
    package let grants: Grants
    /// Names of the roles that have a part in it, as the keys name them; inherited ones are not among them.
    package let roleNames: [String]
    /// Routes that were taken away, whatever is granted.
    let withdrawnRoutes: [String]
    /// The policies that are asked of who has these rights: bits of the environment's.
    let policies: UInt64
    /// The routes that were looked at.
    private let edition: RouteEdition
    /// Bit n: route n of them is permitted.
    private let routes: [UInt64]

    /// Evaluates the rights against what each route asks for.
    package init(
        _ grants: Grants, roleNames: [String] = [], withdrawnRoutes: [String] = [], policies: UInt64 = 0,
        routes: RouteBook
    ) {
        self.grants = grants
        self.roleNames = roleNames
        self.withdrawnRoutes = withdrawnRoutes
        self.policies = policies
        self.edition = routes.edition
        var bits = [UInt64](repeating: 0, count: (routes.rules.count + 63) / 64)
        for route in routes.rules where route.isPermitted(by: grants, without: withdrawnRoutes) {
            bits[route.index / 64] |= 1 << UInt64(route.index % 64)
        }
        self.routes = bits
    }

    private init(_ set: GrantSet, policies: UInt64) {
        self.grants = set.grants
        self.roleNames = set.roleNames
        self.withdrawnRoutes = set.withdrawnRoutes
        self.policies = policies
        self.edition = set.edition
        self.routes = set.routes
    }

    /// What it grants, as it may be told. Where something is denied only concrete permissions that hold are named: a reader
    /// of a pattern would not know of the exception.
    package var permissionNames: [String] {
        let names = self.grants.allowed.map(\.description)
        guard !self.grants.denied.isEmpty else { return names }
        return names.filter { Permission($0).map(self.grants.permit) ?? false }
    }

    /// The same rights, looked at for other routes.
    func looked(at routes: RouteBook) -> GrantSet {
        .init(
            self.grants, roleNames: self.roleNames, withdrawnRoutes: self.withdrawnRoutes, policies: self.policies,
            routes: routes)
    }

    /// Fewer rights of the same holders, to be told: no route was looked at.
    func cut(to grants: Grants) -> GrantSet { .init(self, cutTo: grants) }

    private init(_ set: GrantSet, cutTo grants: Grants) {
        self.grants = grants
        self.roleNames = set.roleNames
        self.withdrawnRoutes = set.withdrawnRoutes
        self.policies = set.policies
        self.edition = RouteEdition()
        self.routes = []
    }

    /// The same rights, held to other policies.
    func held(to policies: UInt64) -> GrantSet {
        policies == self.policies ? self : .init(self, policies: policies)
    }

    /// Whether the route's permission is granted and not denied, and the route was not taken away.
    package func permits(_ route: RouteRules) -> Bool {
        guard route.edition === self.edition else {
            return route.isPermitted(by: self.grants, without: self.withdrawnRoutes)
        }
        let word = route.index / 64
        return word < self.routes.count && self.routes[word] & (1 << UInt64(route.index % 64)) != 0
    }

    /// Whether the route was taken away.
    func hasWithdrawn(_ route: RouteRules) -> Bool { self.withdrawnRoutes.contains(route.name) }
}

extension RouteRules {
    /// Whether rights let a key be used on it.
    fileprivate func isPermitted(by grants: Grants, without withdrawn: [String]) -> Bool {
        (self.permission.map(grants.permit) ?? true) && !withdrawn.contains(self.name)
    }
}
