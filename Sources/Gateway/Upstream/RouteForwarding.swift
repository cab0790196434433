import HTTPMachines

/// What a route says of how its requests are forwarded, prepared once. Times are nanoseconds.
struct RouteForwarding: Sendable {
    /// For the whole exchange until the head of the response; `.max` for no end.
    let timeout: UInt64
    /// For one try until then.
    let tryTimeout: UInt64
    let path: PathRewrite?
    let request: FieldRewrite?
    let response: FieldRewrite?

    init(_ route: RouteConfiguration) {
        self.timeout = route.timeout?.nanoseconds ?? .max
        self.tryTimeout = route.tryTimeout?.nanoseconds ?? .max
        self.path = route.rewrite.path
        self.request = route.rewrite.request
        self.response = route.rewrite.response
    }
}
