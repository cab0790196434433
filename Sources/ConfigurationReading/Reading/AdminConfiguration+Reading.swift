import Gateway
import Keys

extension AdminConfiguration {
    /// Reads `admin`: `address port socket tls allowBeyondLoopback`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["address", "port", "socket", "tls", "allowBeyondLoopback"])
        self.init()
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
        if let value = settings["socket"] { self.socket = try value.string(longest: 100) }
        if let value = settings["tls"] { self.tls = try .init(value) }
        if let value = settings["allowBeyondLoopback"] { self.allowBeyondLoopback = try value.boolean() }
        guard self.tls != nil || self.allowBeyondLoopback || IPAddress(self.address)?.isLoopback == true else {
            throw (settings["address"] ?? node).error(
                "operators' keys would cross a network in clear; set tls (or allowBeyondLoopback: true, if that is meant)"
            )
        }
    }
}
