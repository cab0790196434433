package import Admission
package import Keys

/// Which requests are on a route, and what admission asks of them.
package struct RoutePattern: Sendable {
    package var rules: RouteRules
    /// `api.example.com`, `*.example.com`, or `nil` for any host.
    package var host: String?
    /// `nil` for any method. GET brings HEAD with it.
    package var methods: MethodSet?
    /// `/orders/{id}`, `/files/{path...}`, `/files/**`.
    package var path: String

    package init(rules: RouteRules, host: String? = nil, methods: MethodSet? = nil, path: String) {
        self.rules = rules
        self.host = host
        self.methods = methods
        self.path = path
    }
}
