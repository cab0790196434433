/// How long a WebSocket of a route may be open.
package struct WebSocketSettings: Sendable, Hashable {
    /// How long nothing may pass in either direction. Pings are bytes like any others.
    package var idleTimeout: Duration = .seconds(300)
    /// How long it may be open whatever passes.
    package var maximumAge: Duration = .seconds(86_400)

    package init() {}

    /// Its durations as the file calls them.
    var timeouts: [(String, Duration)] {
        [("idleTimeoutMs", self.idleTimeout), ("maximumAgeMs", self.maximumAge)]
    }
}
