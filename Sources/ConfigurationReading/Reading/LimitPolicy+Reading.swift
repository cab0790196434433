import Keys

extension LimitPolicy {
    /// Reads a list of limits: `name scope` and either `windows` of `limit seconds`, or `rate` of `limit seconds` with
    /// `burst`.
    static func list(_ node: ConfigurationNode) throws(ConfigurationError) -> [LimitPolicy] {
        let limits = try node.items().map { (item) throws(ConfigurationError) in try LimitPolicy(item) }
        guard limits.count <= Self.most else { throw node.error("has more than \(Self.most) limits") }
        return limits
    }

    private init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["name", "scope", "windows", "rate", "burst"])
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let scope = settings["scope"] else { throw node.error("'scope' is missing") }
        self.init(
            name: try name.string(), scope: try scope.choice(Scope.self),
            algorithm: try Self.algorithm(settings, of: node))
        if let objection = self.objection { throw node.error(objection) }
    }

    private static func algorithm(
        _ settings: [String: ConfigurationNode], of node: ConfigurationNode
    ) throws(ConfigurationError) -> Algorithm {
        switch (settings["windows"], settings["rate"], settings["burst"]) {
        case (let windows?, nil, nil):
            let items = try windows.items()
            return .slidingWindow(try items.map { (item) throws(ConfigurationError) in try Window(item) })
        case (nil, let rate?, let burst?):
            return .tokenBucket(
                rate: try Window(rate), burst: UInt32(try burst.integer(1...Int(LimitPolicy.mostRequests))))
        default:
            throw node.error("give either 'windows' (sliding window) or 'rate' and 'burst' (token bucket)")
        }
    }
}

extension LimitPolicy.Window {
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["limit", "seconds"])
        guard let limit = settings["limit"], let seconds = settings["seconds"] else {
            throw node.error("needs 'limit' and 'seconds'")
        }
        self.init(
            limit: UInt32(try limit.integer(1...Int(LimitPolicy.mostRequests))),
            seconds: UInt32(try seconds.integer(1...Int(LimitPolicy.longestWindowSeconds))))
    }
}
