import Gateway
import HTTPMachines

extension UpstreamConfiguration {
    /// What a route says that leads to no upstream: requests on it are only judged, for proxies that ask.
    static let none = "none"

    /// Reads `upstreams`.
    static func list(_ node: ConfigurationNode?) throws(ConfigurationError) -> [UpstreamConfiguration] {
        try node?.items().map { (item) throws(ConfigurationError) in
            let upstream = try UpstreamConfiguration(item)
            guard upstream.name != Self.none else { throw item.error("'none' names no upstream; choose another name") }
            return upstream
        } ?? []
    }

    /// Reads one of `upstreams`: `name address port host connectTimeoutMs responseTimeoutMs responseIdleTimeoutMs
    /// maximumConnections maximumWaiting idleTimeoutMs readsBodies`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings([
            "name", "address", "port", "host", "connectTimeoutMs", "responseTimeoutMs", "responseIdleTimeoutMs",
            "maximumConnections", "maximumWaiting", "idleTimeoutMs", "readsBodies",
        ])
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let address = settings["address"] else { throw node.error("'address' is missing") }
        guard let port = settings["port"] else { throw node.error("'port' is missing") }
        self.init(
            name: try name.string(longest: 64), host: try address.string(longest: 253),
            port: try port.integer(1...65_535))
        if let value = settings["host"] { self.hostField = .fixed(try value.string(longest: 255)) }
        if let value = settings["connectTimeoutMs"] { self.connectTimeout = try value.milliseconds() }
        if let value = settings["responseTimeoutMs"] { self.responseTimeout = try value.milliseconds() }
        if let value = settings["responseIdleTimeoutMs"] { self.responseIdleTimeout = try value.milliseconds() }
        if let value = settings["readsBodies"] { self.readsBodies = try value.boolean() }
        try self.readPool(settings)
    }

    private mutating func readPool(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["maximumConnections"] { self.pool.maximumConnections = try value.integer(1...65_535) }
        if let value = settings["maximumWaiting"] { self.pool.maximumWaiters = try value.integer(0...1_048_576) }
        if let value = settings["idleTimeoutMs"] {
            self.pool.idleTimeout = UInt64(try value.integer(1...86_400_000)) * 1_000_000
        }
    }
}
