import Gateway

extension VerifySettings {
    private static let known = [
        "address", "port", "socket", "maximumConnections", "maximumBodyBytesHeld", "headTimeoutMs", "bodyTimeoutMs",
        "keepAliveTimeoutMs", "actTimeoutMs", "tls", "forwardAuth", "leaks",
    ]

    /// Reads `verify`: `address port socket maximumConnections maximumBodyBytesHeld headTimeoutMs bodyTimeoutMs
    /// keepAliveTimeoutMs actTimeoutMs tls forwardAuth leaks`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(Self.known)
        self.init()
        try self.listener.readPlaces(settings)
        try self.listener.readBounds(settings)
        if let value = settings["tls"] { self.listener.tls = try .init(value) }
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
