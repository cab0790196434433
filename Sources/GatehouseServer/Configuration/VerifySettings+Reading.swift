import Gateway
import Keys

extension VerifySettings {
    private static let known = [
        "address", "port", "socket", "maximumConnections", "maximumBodyBytesHeld", "headTimeoutMs", "bodyTimeoutMs",
        "keepAliveTimeoutMs", "actTimeoutMs", "forwardAuth", "leaks",
    ]

    /// Reads `verify`: `address port socket maximumConnections maximumBodyBytesHeld headTimeoutMs bodyTimeoutMs
    /// keepAliveTimeoutMs actTimeoutMs forwardAuth leaks`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(Self.known)
        self.init()
        try self.listener.readPlaces(settings)
        try self.listener.readBounds(settings)
        if let value = settings["forwardAuth"] {
            self.forwardAuth = try ForwardAuthSettings(value, socket: self.listener.socket)
        }
        if let value = settings["leaks"] { self.leaks = try LeakSettings(value) }
        do {
            self.listener = try self.listener.validated()
        } catch {
            throw node.error(error.message)
        }
    }
}

extension VerifyConfiguration {
    /// A socket alone listens on no port, unless an address or a port is given too.
    fileprivate mutating func readPlaces(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["socket"] {
            self.socket = try value.string(longest: 107)
            if settings["address"] == nil, settings["port"] == nil { self.address = nil }
        }
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
    }

    fileprivate mutating func readBounds(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["maximumConnections"] { self.maximumConnections = try value.integer(1...1_000_000) }
        if let value = settings["maximumBodyBytesHeld"] {
            self.maximumBodyBytesHeld = try value.integer(1_048_576...1_099_511_627_776)
        }
        if let value = settings["headTimeoutMs"] { self.headTimeout = try value.milliseconds() }
        if let value = settings["bodyTimeoutMs"] { self.bodyTimeout = try value.milliseconds() }
        if let value = settings["keepAliveTimeoutMs"] { self.keepAliveTimeout = try value.milliseconds() }
        if let value = settings["actTimeoutMs"] { self.actTimeout = try value.milliseconds() }
    }
}

extension ForwardAuthSettings {
    /// Reads `forwardAuth`: `callers` of `secretFile addresses socket`, and `trustedProxies`. Without a proof of who asks
    /// it is refused: whoever reached the port could try keys at will.
    fileprivate init(_ node: ConfigurationNode, socket: String?) throws(ConfigurationError) {
        let settings = try node.settings(["callers", "trustedProxies"])
        self.init()
        if let value = settings["trustedProxies"] { self.trustedProxies = try value.networkRanges() }
        if let callers = settings["callers"] { try self.readCallers(callers, socket: socket) }
        guard self.hasProof else {
            throw (settings["callers"] ?? node).error(
                "nothing proves who asks; give callers a secretFile, addresses, or socket: true")
        }
    }

    private mutating func readCallers(_ node: ConfigurationNode, socket: String?) throws(ConfigurationError) {
        let settings = try node.settings(["secretFile", "addresses", "socket"])
        if let value = settings["secretFile"] { self.secretFile = try value.string() }
        if let value = settings["addresses"] {
            self.addresses = try value.networkRanges()
            guard !self.addresses.contains(where: { $0.prefixLength == 0 }) else {
                throw value.error("names everybody, which proves nothing")
            }
        }
        guard let value = settings["socket"] else { return }
        self.acceptsSocket = try value.boolean()
        guard socket != nil || !self.acceptsSocket else {
            throw value.error("there is no such socket; set verify.socket to its path")
        }
    }
}

extension LeakSettings {
    /// Reads `leaks`: `github` of `publicKeysFile`, and `onLeak`.
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["github", "onLeak"])
        guard let github = settings["github"] else { throw node.error("'github' is missing") }
        guard let file = try github.settings(["publicKeysFile"])["publicKeysFile"] else {
            throw github.error("'publicKeysFile' is missing")
        }
        self.init(publicKeysFile: try file.string())
        if let value = settings["onLeak"] { self.response = try value.choice(Response.self) }
    }
}

extension ConfigurationNode {
    /// A list of addresses and networks, `10.0.0.0/8`.
    fileprivate func networkRanges() throws(ConfigurationError) -> [NetworkRange] {
        try self.items().map { (item) throws(ConfigurationError) in
            let text = try item.string(longest: 64)
            guard let range = NetworkRange(text) else {
                throw item.error("'\(text)' is not an address or a network such as 10.0.0.0/8")
            }
            return range
        }
    }
}
