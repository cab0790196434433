import Gateway
import Keys

/// Reads `gatehouse.yaml`: `data rootKey tokenPrefix eventLoops gateway admin verify upstreams routes limits limiter
/// decisions audit backup geo`.
extension ServerConfiguration {
    /// Reads and validates a configuration.
    package init(file: String, text: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(file: file, text: text)
        let settings = try root.settings([
            "data", "rootKey", "tokenPrefix", "eventLoops", "gateway", "admin", "verify", "upstreams", "routes",
            "limits", "limiter", "decisions", "audit", "backup", "geo",
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
            rootKeyFile: settings["rootKey"] == nil ? "/etc/gatehouse/root.key" : nil, gateway: gateway)
        if let node = settings["rootKey"] { try self.readRootKey(node) }
        if let node = settings["tokenPrefix"] { self.tokenPrefix = try Self.tokenPrefix(node) }
        if let node = settings["eventLoops"] { self.eventLoops = try node.integer(0...1024) }
        if let node = settings["admin"] { self.admin = try .init(node) }
        self.verify = verify
        if verify == nil, let upstream = gateway.upstreams.first(where: \.signsIdentity) {
            throw root.error(
                "upstreams.\(upstream.name).signedIdentity: nobody could check it; 'verify' is missing, whose listener "
                    + "answers /.well-known/jwks.json")
        }
        if let node = settings["decisions"] { self.decisions = try .init(node) }
        if let node = settings["audit"] { self.audit = try .init(node) }
        if let node = settings["backup"] { self.backup = try .init(node) }
        if let node = settings["geo"] { self.geo = try .init(node) }
        if let node = settings["limits"] { self.limits = try LimitPolicy.list(node) }
        if let limiter = try settings["limiter"]?.settings(["capacity"] + CapacitySettings.known) {
            if let node = limiter["capacity"] { self.limiterCapacity = try node.integer(1024...4_194_304) }
            self.capacity = try CapacitySettings(limiter)
        }
        do {
            self.gateway = try gateway.validated()
        } catch {
            throw root.error(error.message)
        }
    }

    private mutating func readRootKey(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["file", "credential"])
        guard !settings.isEmpty else { throw node.error("'file' or 'credential' is missing") }
        self.rootKeyFile = try settings["file"]?.string()
        guard let credential = settings["credential"] else { return }
        let name = try credential.string()
        guard (1...255).contains(name.utf8.count), name.first != ".", !name.contains("/") else {
            throw credential.error("must be a plain file name")
        }
        self.rootKeyCredential = name
    }

    private static func tokenPrefix(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let prefix = try node.string()
        guard Token.isPrefix(prefix), prefix != Operator.tokenPrefix else {
            throw node.error("must be a letter a-z and up to 15 of a-z 0-9, and not '\(Operator.tokenPrefix)'")
        }
        return prefix
    }
}
