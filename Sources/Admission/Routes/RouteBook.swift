/// The routes of one configuration, in order.
///
/// Snapshots know of one book what each route comes to in them: its environment, and whether a set of rights permits it. A
/// route that is of another book, because the configuration has changed in between, is judged by what it says itself. So
/// routes and snapshot need not change in the same moment, and one can never be taken for the other's.
package final class RouteBook: Sendable, ExpressibleByArrayLiteral {
    package let rules: [RouteRules]
    let edition: RouteEdition

    /// Takes in the routes as they stand; their indexes become their positions.
    package init(_ routes: [RouteRules]) {
        let edition = RouteEdition()
        self.edition = edition
        self.rules = routes.enumerated().map { RouteRules($1, index: $0, edition: edition) }
    }

    package convenience init(arrayLiteral routes: RouteRules...) { self.init(routes) }
}

/// What the routes of one book have in common with what was worked out for them: the one object, and no other.
final class RouteEdition: Sendable {}
