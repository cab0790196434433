import Gateway
import HTTPMachines

extension UpstreamConfiguration {
    /// What a route says that leads to no upstream: requests on it are only judged, for proxies that ask.
    static let none = "none"

    /// Settings of an endpoint, which an upstream of one endpoint has itself.
    private static let ofEndpoint = ["address", "port", "socket", "everyAddress"]

    /// Reads `upstreams`.
    static func list(_ node: ConfigurationNode?) throws(ConfigurationError) -> [UpstreamConfiguration] {
        var upstreams: [UpstreamConfiguration] = []
        for item in try node?.items() ?? [] {
            let upstream = try UpstreamConfiguration(item)
            guard upstream.name != Self.none else { throw item.error("'none' names no upstream; choose another name") }
            guard !upstreams.contains(where: { $0.name == upstream.name }) else {
                throw item.error("there is another upstream named '\(upstream.name)'")
            }
            upstreams.append(upstream)
        }
        return upstreams
    }

    /// Reads one of `upstreams`: `name address port socket everyAddress endpoints host balance slowStartMs panicPercent
    /// maximumConnections maximumWaiting maximumRequests idleTimeoutMs connectTimeoutMs responseTimeoutMs
    /// responseIdleTimeoutMs resolveIntervalMs healthCheck ejection retries readsBodies tls
    /// signedIdentity`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings([
            "name", "address", "port", "socket", "everyAddress", "endpoints", "host", "balance", "slowStartMs",
            "panicPercent", "maximumConnections", "maximumWaiting", "maximumRequests", "idleTimeoutMs",
            "connectTimeoutMs", "responseTimeoutMs", "responseIdleTimeoutMs", "resolveIntervalMs", "healthCheck",
            "ejection", "retries", "readsBodies", "tls", "signedIdentity",
        ])
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        self.init(name: try name.string(longest: 64), endpoints: try Self.endpoints(node, settings))
        if let value = settings["host"] { self.hostField = .fixed(try value.string(longest: 255)) }
        if let value = settings["readsBodies"] { self.readsBodies = try value.boolean() }
        if let value = settings["signedIdentity"] { self.signsIdentity = try value.boolean() }
        try self.readTimes(settings)
        try self.readPool(settings)
        try self.readBalancing(settings)
        if let value = settings["tls"] { self.tls = try UpstreamTLSSettings(value) }
        if let fault = self.fault { throw node.error(fault) }
    }

    /// Either a list, or the settings of the only one.
    private static func endpoints(
        _ node: ConfigurationNode, _ settings: [String: ConfigurationNode]
    ) throws(ConfigurationError) -> [EndpointConfiguration] {
        guard let list = settings["endpoints"] else { return [try EndpointConfiguration(node, settings)] }
        for name in Self.ofEndpoint {
            if let setting = settings[name] {
                throw setting.error("belongs to one of 'endpoints', or stands without them")
            }
        }
        let items = try list.items()
        guard !items.isEmpty, items.count <= Self.mostEndpoints else {
            throw list.error("must have 1 to \(Self.mostEndpoints) items")
        }
        var endpoints: [EndpointConfiguration] = []
        for item in items {
            let endpoint = try EndpointConfiguration(item)
            guard !endpoints.contains(where: { $0.place == endpoint.place }) else {
                throw item.error("\(endpoint.text) is there twice; give it a 'weight' instead")
            }
            endpoints.append(endpoint)
        }
        return endpoints
    }

    private mutating func readTimes(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["connectTimeoutMs"] { self.connectTimeout = try value.milliseconds() }
        if let value = settings["responseTimeoutMs"] { self.responseTimeout = try value.milliseconds() }
        if let value = settings["responseIdleTimeoutMs"] { self.responseIdleTimeout = try value.milliseconds() }
        if let value = settings["resolveIntervalMs"] {
            self.resolveInterval = .milliseconds(try value.integer(1_000...86_400_000))
        }
        if let value = settings["slowStartMs"] {
            self.slowStart = .milliseconds(try value.integer(0...86_400_000))
        }
    }

    private mutating func readPool(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["maximumConnections"] { self.pool.maximumConnections = try value.integer(1...65_535) }
        if let value = settings["maximumWaiting"] { self.pool.maximumWaiters = try value.integer(0...1_048_576) }
        if let value = settings["maximumRequests"] { self.maximumRequests = try value.integer(1...1_048_576) }
        if let value = settings["idleTimeoutMs"] {
            self.pool.idleTimeout = UInt64(try value.integer(1...86_400_000)) * 1_000_000
        }
    }

    private mutating func readBalancing(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["balance"] { self.balance = try value.choice(BalancingRule.self) }
        if let value = settings["panicPercent"] { self.panicPercent = try value.integer(0...100) }
        if let value = settings["ejection"] { self.ejection = try EjectionSettings(value) }
        if let value = settings["retries"] { self.retries = try RetrySettings(value) }
        if let value = settings["healthCheck"] { self.healthCheck = try HealthCheckSettings(value) }
    }
}
