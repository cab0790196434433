import Gateway
import HTTPMachines
import SignedIdentity

extension GatewayConfiguration {
    /// Reads `gateway`: `address port backlog maximumConnections maximumHeadBytes maximumTargetBytes maximumBodyBytes
    /// headTimeoutMs bodyIdleTimeoutMs keepAliveTimeoutMs drainTimeoutMs shutdownTimeoutMs realm tls signedIdentity
    /// limitHeaders limitWarningPercent`, and those of `EdgeSettings`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let own = [
            "address", "port", "backlog", "maximumConnections", "maximumHeadBytes", "maximumTargetBytes",
            "maximumBodyBytes", "headTimeoutMs", "bodyIdleTimeoutMs", "keepAliveTimeoutMs", "drainTimeoutMs",
            "shutdownTimeoutMs", "realm", "tls", "signedIdentity", "limitHeaders", "limitWarningPercent",
        ]
        let settings = try node.settings(own + EdgeSettings.names)
        self.init()
        self.edge = try EdgeSettings(settings)
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
        if let value = settings["backlog"] { self.backlog = Int32(try value.integer(1...65_535)) }
        if let value = settings["maximumConnections"] { self.maximumConnections = try value.integer(1...1_000_000) }
        if let value = settings["maximumHeadBytes"] {
            self.headLimits.maximumHeadBytes = try value.integer(1024...65_535)
        }
        if let value = settings["maximumTargetBytes"] {
            self.headLimits.maximumTargetBytes = try value.integer(256...65_535)
        }
        if let value = settings["maximumBodyBytes"] {
            self.bodyLimits.maximumBodyBytes = try value.bytesOrUnlimited()
        }
        if let value = settings["headTimeoutMs"] { self.headTimeout = try value.milliseconds() }
        if let value = settings["bodyIdleTimeoutMs"] { self.bodyIdleTimeout = try value.milliseconds() }
        if let value = settings["keepAliveTimeoutMs"] { self.keepAliveTimeout = try value.milliseconds() }
        if let value = settings["drainTimeoutMs"] { self.drainTimeout = try value.milliseconds() }
        if let value = settings["shutdownTimeoutMs"] { self.shutdownTimeout = try value.milliseconds() }
        if let value = settings["realm"] { self.realm = try value.string(longest: 64) }
        if let value = settings["tls"] { self.tls = try .init(value) }
        if let value = settings["signedIdentity"] { self.signedIdentity = try .init(value) }
        if let value = settings["limitHeaders"] { self.limitAnnouncement.dialects = try .init(value) }
        if let value = settings["limitWarningPercent"] {
            self.limitAnnouncement.warningPercent = UInt8(try value.integer(0...100))
        }
    }
}
