import Gateway

extension EndpointConfiguration {
    /// Reads one of an upstream's `endpoints`: `address port socket weight everyAddress`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["address", "port", "socket", "weight", "everyAddress"])
        try self.init(node, settings)
        if let value = settings["weight"] { self.weight = try value.integer(1...1_000) }
    }

    /// Reads where an endpoint is: `address` and `port`, or `socket`.
    init(_ node: ConfigurationNode, _ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let socket = settings["socket"] {
            for name in ["address", "port", "everyAddress"] {
                if let setting = settings[name] { throw setting.error("does not go with 'socket'") }
            }
            self.init(.socket(try socket.string(longest: 107)))
            return
        }
        guard let address = settings["address"] else { throw node.error("'address' is missing, or 'socket'") }
        guard let port = settings["port"] else { throw node.error("'port' is missing") }
        self.init(
            .host(try address.string(longest: 253), port: try port.integer(1...65_535)),
            isEveryAddress: try settings["everyAddress"]?.boolean() ?? false)
    }
}
