import Gateway
import HTTPMachines
import Keys

extension EdgeSettings {
    /// The settings of `gateway` that are read here.
    static let names = [
        "trustedProxies", "proxyProtocol", "proxyHeaderTimeoutMs", "forwardedRead", "forwardedWrite",
        "traceparent", "traceSampledPercent",
        "maximumConnectionsPerAddress", "connectionsPerSecondPerAddress", "minimumUploadBytesPerSecond",
        "minimumDownloadBytesPerSecond", "slowClientTimeoutMs", "maximumBufferedBytes", "overloadDelayMs", "redirect",
    ]

    /// Reads those of `names` that are there.
    init(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        self.init()
        try self.readProxies(settings)
        if let value = settings["maximumConnectionsPerAddress"] {
            self.maximumConnectionsPerAddress = try value.integer(0...1_000_000)
        }
        if let value = settings["connectionsPerSecondPerAddress"] {
            self.connectionsPerSecondPerAddress = try value.integer(0...1_000_000)
        }
        if let value = settings["minimumUploadBytesPerSecond"] {
            self.minimumUploadRate = try value.integer(0...1_000_000)
        }
        if let value = settings["minimumDownloadBytesPerSecond"] {
            self.minimumDownloadRate = try value.integer(0...1_000_000)
        }
        if let value = settings["slowClientTimeoutMs"] { self.slowClientTimeout = try value.milliseconds() }
        if let value = settings["maximumBufferedBytes"] {
            self.maximumBufferedBytes = try value.integer(Self.leastBufferedBytes...Self.mostBufferedBytes)
        }
        if let value = settings["overloadDelayMs"] { self.overloadDelay = try value.milliseconds() }
        if let value = settings["redirect"] { self.redirect = try .init(value) }
    }

    private mutating func readProxies(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        if let value = settings["trustedProxies"] {
            self.trustedProxies = try value.networkRanges()
            guard !self.trustedProxies.contains(where: { $0.prefixLength == 0 }) else {
                throw value.error("names everybody: any client could say that it is any other")
            }
        }
        if let value = settings["proxyProtocol"] {
            self.proxyProtocol = try value.choice(ProxyProtocol.self)
            guard self.proxyProtocol == .off || !self.trustedProxies.isEmpty else {
                throw value.error("is believed from trustedProxies only, and there are none")
            }
        }
        if let value = settings["proxyHeaderTimeoutMs"] { self.proxyHeaderTimeout = try value.milliseconds() }
        if let value = settings["forwardedRead"] {
            self.forwardedRead = try value.choice(ForwardedClaim.Form.self)
        }
        if let value = settings["forwardedWrite"] { self.forwardedWrite = try value.choice(ForwardingForm.self) }
        if let value = settings["traceparent"] { self.traceparent = try value.choice(TraceForm.self) }
        if let value = settings["traceSampledPercent"] { self.traceSampledPercent = try value.integer(0...100) }
    }
}

extension RedirectSettings {
    /// Reads `gateway.redirect`: `address port host challengeWebroot`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["address", "port", "host", "challengeWebroot"])
        self.init()
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
        if let value = settings["host"] {
            let host = try value.string(longest: 255)
            guard HostText.isValid(Array(host.utf8).span) else {
                throw value.error("must be a host, and perhaps a port: api.example.com")
            }
            self.host = host
        }
        if let value = settings["challengeWebroot"] { self.challengeWebroot = try value.string() }
    }
}
