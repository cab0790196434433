package import Keys

/// Resolved rights, shared by every key that has them. Made at publication so that a request tests one bit.
package final class GrantSet: Sendable {
    package let grants: Grants
    /// Names of the roles that have a part in it, as the keys name them; inherited ones are not among them.
    package let roleNames: [String]
    /// The routes that were looked at.
    private let edition: RouteEdition
    /// Bit n: route n of them is permitted.
    private let routes: [UInt64]

    /// Evaluates the rights against what each route asks for.
    package init(_ grants: Grants, roleNames: [String] = [], routes: RouteBook) {
        self.grants = grants
        self.roleNames = roleNames
        self.edition = routes.edition
        var bits = [UInt64](repeating: 0, count: (routes.rules.count + 63) / 64)
        for route in routes.rules {
            if route.isPermitted(by: grants) { bits[route.index / 64] |= 1 << UInt64(route.index % 64) }
        }
        self.routes = bits
    }

    /// What it grants, as it may be told. Where something is denied only concrete permissions that hold are named: a reader
    /// of a pattern would not know of the exception.
    package var permissionNames: [String] {
        let names = self.grants.allowed.map(\.description)
        guard !self.grants.denied.isEmpty else { return names }
        return names.filter { Permission($0).map(self.grants.permit) ?? false }
    }

    /// The same rights, looked at for other routes.
    func looked(at routes: RouteBook) -> GrantSet { .init(self.grants, roleNames: self.roleNames, routes: routes) }

    /// Whether the route's permission is granted and not denied.
    package func permits(_ route: RouteRules) -> Bool {
        guard route.edition === self.edition else { return route.isPermitted(by: self.grants) }
        let word = route.index / 64
        return word < self.routes.count && self.routes[word] & (1 << UInt64(route.index % 64)) != 0
    }
}

extension RouteRules {
    /// Whether rights let a key be used on it.
    fileprivate func isPermitted(by grants: Grants) -> Bool { self.permission.map(grants.permit) ?? true }
}
