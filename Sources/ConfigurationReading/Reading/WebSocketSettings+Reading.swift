import Gateway

extension WebSocketSettings {
    /// Reads a route's `websocket`: `true`, `false`, or `idleTimeoutMs maximumAgeMs`. `nil` where none is taken.
    static func read(_ node: ConfigurationNode) throws(ConfigurationError) -> Self? {
        var socket = Self()
        guard node.isMapping else { return try node.boolean() ? socket : nil }
        let settings = try node.settings(["idleTimeoutMs", "maximumAgeMs"])
        if let value = settings["idleTimeoutMs"] { socket.idleTimeout = try value.milliseconds() }
        if let value = settings["maximumAgeMs"] { socket.maximumAge = try value.milliseconds() }
        return socket
    }
}
