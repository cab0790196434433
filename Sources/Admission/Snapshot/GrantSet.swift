package import Keys

/// Resolved rights, shared by every key that has them. Made at publication so that a request tests one bit.
package final class GrantSet: Sendable {
    package let grants: Grants
    /// Names of the roles that have a part in it, as the keys name them; inherited ones are not among them.
    package let roleNames: [String]
    /// Bit n: route n of the configuration is permitted.
    private let routes: [UInt64]

    /// Evaluates the rights against what each route asks for.
    package init(_ grants: Grants, roleNames: [String] = [], routes: [RouteRules]) {
        self.grants = grants
        self.roleNames = roleNames
        var bits = [UInt64](repeating: 0, count: (routes.count + 63) / 64)
        for route in routes {
            let permitted = route.permission.map(grants.permit) ?? true
            if permitted { bits[route.index / 64] |= 1 << UInt64(route.index % 64) }
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

    /// Whether the route's permission is granted and not denied.
    package func permits(route index: Int) -> Bool {
        let word = index / 64
        return word < self.routes.count && self.routes[word] & (1 << UInt64(index % 64)) != 0
    }
}
