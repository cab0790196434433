package import Routing

extension RouteTable {
    /// The table of the configuration's routes.
    package init(_ routes: [RouteConfiguration]) throws(GatewayError) {
        let patterns = routes.map {
            RoutePattern(rules: $0.rules, host: $0.host, methods: $0.methods, path: $0.path)
        }
        do throws(RoutingError) {
            try self.init(patterns)
        } catch {
            throw GatewayError(error.code == .ambiguous ? .routeAmbiguous : .routeInvalid, error.message)
        }
    }
}
