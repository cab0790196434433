import Keys

extension AdminConfiguration {
    /// Reads `admin`: `address port socket allowBeyondLoopback`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["address", "port", "socket", "allowBeyondLoopback"])
        self.init()
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
        if let value = settings["socket"] { self.socket = try value.string(longest: 100) }
        if let value = settings["allowBeyondLoopback"] { self.allowBeyondLoopback = try value.boolean() }
        guard self.allowBeyondLoopback || IPAddress(self.address)?.isLoopback == true else {
            throw (settings["address"] ?? node).error(
                "the admin API would be reachable beyond this machine; set allowBeyondLoopback: true if that is meant")
        }
    }
}
