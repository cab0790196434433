package import Admission
package import Keys

/// Which requests are on a route, what admission asks of them, and where they go.
package struct RouteConfiguration: Sendable {
    /// What admission asks; its `index` is the route's position among the routes of the configuration.
    package var rules: RouteRules
    /// `api.example.com`, `*.example.com`, or `nil` for any host.
    package var host: String?
    /// `nil` for any method. GET brings HEAD with it.
    package var methods: MethodSet?
    /// `/orders/{id}`, `/files/{path...}`, `/files/**`.
    package var path: String
    /// Position among the upstreams of the configuration; `nil` for a route whose requests are only judged, for the
    /// proxies that ask the verify listener. The gateway does not have it.
    package var upstream: Int?
    /// Longest body of a request, without its framing; `nil` for the gateway's, `.max` for any.
    package var maximumBodyBytes: UInt64?

    package init(
        rules: RouteRules, host: String? = nil, methods: MethodSet? = nil, path: String, upstream: Int? = 0,
        maximumBodyBytes: UInt64? = nil
    ) {
        self.rules = rules
        self.host = host
        self.methods = methods
        self.path = path
        self.upstream = upstream
        self.maximumBodyBytes = maximumBodyBytes
    }
}
