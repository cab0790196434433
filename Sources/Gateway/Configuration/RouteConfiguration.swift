package import Admission
package import HTTPMachines
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
    /// How long the whole exchange may take until the head of the response is there, all tries and the client's body
    /// included; `nil` for as long as the upstream's own bounds allow.
    package var timeout: Duration?
    /// How long one try may take until then, from when an endpoint was chosen; `nil` for as long.
    package var tryTimeout: Duration?
    /// `nil`: nobody may switch to WebSocket on it.
    package var webSocket: WebSocketSettings?
    /// What is changed in what it forwards.
    package var rewrite = RouteRewrite()

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

    /// Its durations with the settings' names.
    var timeouts: [(String, Duration)] {
        let key = "routes.\(self.rules.name)"
        let all = [("\(key).timeoutMs", self.timeout), ("\(key).tryTimeoutMs", self.tryTimeout)]
        let ofSockets = self.webSocket?.timeouts.map { ("\(key).websocket.\($0.0)", $0.1) } ?? []
        return all.compactMap { name, value in value.map { (name, $0) } } + ofSockets
    }
}
