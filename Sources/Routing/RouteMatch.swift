/// What the router found for a request.
package enum RouteMatch: Equatable {
    /// The position of the route in the configuration.
    case route(Int)
    case notFound
    /// The path exists, the method does not; the endpoint knows which methods do.
    case methodNotAllowed(endpoint: Int)
}
