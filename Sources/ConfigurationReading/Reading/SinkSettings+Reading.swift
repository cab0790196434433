import AuditExport

extension SinkSettings {
    private static let known = [
        "name", "format", "file", "syslog", "http", "details", "start", "timeoutMs", "mostRecords",
    ]

    /// Where a new sink begins.
    private enum Start: String, CaseIterable {
        case oldest, newest
    }

    /// Reads `audit.export`.
    static func list(_ node: ConfigurationNode) throws(ConfigurationError) -> [SinkSettings] {
        var sinks: [SinkSettings] = []
        for item in try node.items() {
            let sink = try SinkSettings(item)
            guard !sinks.contains(where: { $0.name == sink.name }) else {
                throw item.error("there is another sink named '\(sink.name)'")
            }
            sinks.append(sink)
        }
        guard sinks.count <= Self.most else { throw node.error("has more than \(Self.most) sinks") }
        return sinks
    }

    /// Reads one of `export`: `name format details start timeoutMs mostRecords` and one of `file syslog http`.
    private init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(Self.known)
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let format = settings["format"] else { throw node.error("'format' is missing") }
        self.init(
            name: try Self.name(name), format: try format.choice(AuditFormat.self),
            destination: try Self.destination(settings, of: node))
        if let value = settings["details"] { self.includesDetails = try value.boolean() }
        if let value = settings["start"] { self.startsAtNewest = try value.choice(Start.self) == .newest }
        if let value = settings["timeoutMs"] { self.timeout = .milliseconds(try value.integer(100...600_000)) }
        if let value = settings["mostRecords"] { self.mostRecords = try value.integer(1...1000) }
    }

    /// A name is a label of metrics.
    private static func name(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let name = try node.string(longest: 64)
        guard name.utf8.allSatisfy(Self.isNameByte) else { throw node.error("must be of a-z, 0-9, '-' and '_'") }
        return name
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func destination(
        _ settings: [String: ConfigurationNode], of node: ConfigurationNode
    ) throws(ConfigurationError) -> Destination {
        switch (settings["file"], settings["syslog"], settings["http"]) {
        case (let file?, nil, nil): return .file(try FileDestination(file))
        case (nil, let syslog?, nil): return .syslog(try SyslogDestination(syslog))
        case (nil, nil, let http?): return .http(try HTTPDestination(http))
        default: throw node.error("give one of 'file', 'syslog' and 'http'")
        }
    }
}

extension FileDestination {
    /// Reads `file`: `path maximumBytes keep`.
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["path", "maximumBytes", "keep"])
        guard let path = settings["path"] else { throw node.error("'path' is missing") }
        self.init(path: try path.string())
        if let value = settings["maximumBytes"] {
            self.maximumBytes = try value.integer(1_048_576...1_099_511_627_776)
        }
        if let value = settings["keep"] { self.keptFiles = try value.integer(0...1000) }
    }
}

extension SyslogDestination {
    /// Reads `syslog`: `address port transport maximumMessageBytes`.
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["address", "port", "transport", "maximumMessageBytes"])
        guard let address = settings["address"] else { throw node.error("'address' is missing") }
        let transport = try settings["transport"]?.choice(Transport.self) ?? .tcp
        self.init(
            address: try address.string(longest: 253),
            // 601 and 514 are the registered ports of syslog over TCP and UDP.
            port: try settings["port"]?.integer(1...65_535) ?? (transport == .tcp ? 601 : 514), transport: transport)
        if let value = settings["maximumMessageBytes"] {
            self.maximumMessageBytes = try value.integer(transport == .tcp ? 2048...1_048_576 : 480...65_507)
        }
    }
}

extension HTTPDestination {
    /// Reads `http`: `url tokenFile certificateFile`.
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["url", "tokenFile", "certificateFile"])
        guard let url = settings["url"] else { throw node.error("'url' is missing") }
        self.init(url: try Self.url(url))
        if let value = settings["tokenFile"] { self.tokenFile = try value.string() }
        if let value = settings["certificateFile"] { self.certificateFile = try value.string() }
    }

    /// The log tells who may do what, and a token rides along: over plain HTTP neither leaves the machine.
    private static func url(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let url = try node.string()
        guard url.utf8.allSatisfy({ 0x21...0x7e ~= $0 }), let scheme = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<scheme.lowerBound])
        else { throw node.error("must be an http or https URL") }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else {
            throw node.error("must name a host, and hold no user or password; the token comes from 'tokenFile'")
        }
        guard url.hasPrefix("https:") || URLAuthority.isLoopback(authority) else {
            throw node.error("must be https for a host beyond this machine")
        }
        return url
    }
}
