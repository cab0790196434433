import HTTPMachines

/// What a route says of how its requests are forwarded, prepared once. Times are nanoseconds.
///
/// A class, so that a request holds one reference and not one for each list.
final class RouteForwarding: Sendable {
    /// For the whole exchange until the head of the response; `.max` for no end.
    let timeout: UInt64
    /// For one try until then.
    let tryTimeout: UInt64
    /// `nil`: nobody may switch to WebSocket.
    let webSocket: WebSocketTimes?
    let path: PathRewrite?
    let request: FieldRewrite?
    let response: FieldRewrite?

    init(_ route: RouteConfiguration) {
        self.timeout = route.timeout?.nanoseconds ?? .max
        self.tryTimeout = route.tryTimeout?.nanoseconds ?? .max
        self.webSocket = route.webSocket.map {
            WebSocketTimes(idle: $0.idleTimeout.nanoseconds, age: $0.maximumAge.nanoseconds)
        }
        self.path = route.rewrite.path
        self.request = route.rewrite.request
        self.response = route.rewrite.response
    }
}

/// How long a WebSocket may be silent, and how old it may become.
struct WebSocketTimes: Sendable {
    let idle: UInt64
    let age: UInt64
}
