import Gateway
import Keys

/// Reads `gatehouse.yaml`: `data rootKey tokenPrefix eventLoops gateway admin verify upstreams routes limits limiter
/// decisions`.
extension ServerConfiguration {
    /// Reads and validates a configuration.
    package init(file: String, text: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(file: file, text: text)
        let settings = try root.settings([
            "data", "rootKey", "tokenPrefix", "eventLoops", "gateway", "admin", "verify", "upstreams", "routes",
            "limits", "limiter", "decisions",
        ])
        let verify = try settings["verify"].map(VerifySettings.init(_:))
        // Whoever only verifies keys forwards nothing; whoever does not verify has nothing else to do.
        guard verify != nil || settings["upstreams"] != nil else { throw root.error("'upstreams' is missing") }
        guard verify != nil || settings["routes"] != nil else { throw root.error("'routes' is missing") }
        var gateway = try settings["gateway"].map(GatewayConfiguration.init(_:)) ?? .init()
        gateway.upstreams = try UpstreamConfiguration.list(settings["upstreams"])
        if let routes = settings["routes"] {
            gateway.routes = try RouteConfiguration.list(routes, upstreams: gateway.upstreams.map(\.name))
        }
        self.init(
            dataFolder: try settings["data"]?.string() ?? "/var/lib/gatehouse",
            rootKeyFile: try settings["rootKey"].map(Self.rootKeyFile) ?? "/etc/gatehouse/root.key", gateway: gateway)
        if let node = settings["tokenPrefix"] { self.tokenPrefix = try Self.tokenPrefix(node) }
        if let node = settings["eventLoops"] { self.eventLoops = try node.integer(0...1024) }
        if let node = settings["admin"] { self.admin = try .init(node) }
        self.verify = verify
        if let node = settings["decisions"] { self.decisions = try .init(node) }
        if let node = settings["limits"] { self.limits = try LimitPolicy.list(node) }
        if let node = try settings["limiter"]?.settings(["capacity"])["capacity"] {
            self.limiterCapacity = try node.integer(1024...4_194_304)
        }
        do {
            self.gateway = try gateway.validated()
        } catch {
            throw root.error(error.message)
        }
    }

    private static func rootKeyFile(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        guard let file = try node.settings(["file"])["file"] else { throw node.error("'file' is missing") }
        return try file.string()
    }

    private static func tokenPrefix(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let prefix = try node.string()
        guard Token.isPrefix(prefix), prefix != Operator.tokenPrefix else {
            throw node.error("must be a letter a-z and up to 15 of a-z 0-9, and not '\(Operator.tokenPrefix)'")
        }
        return prefix
    }
}

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

extension DecisionConfiguration {
    /// Reads `decisions`: `maximumBytes maximumAgeMs accessLog`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["maximumBytes", "maximumAgeMs", "accessLog"])
        self.init()
        if let value = settings["maximumBytes"] { self.maximumBytes = try value.integer(1_048_576...1_099_511_627_776) }
        if let value = settings["maximumAgeMs"] {
            self.maximumAge = .milliseconds(try value.integer(60_000...315_360_000_000))
        }
        if let value = settings["accessLog"] { self.accessLog = try value.string() }
    }
}

extension ConfigurationNode {
    func ipAddress() throws(ConfigurationError) -> String {
        let text = try self.string()
        guard IPAddress(text) != nil else { throw self.error("must be an IP address") }
        return text
    }
}
