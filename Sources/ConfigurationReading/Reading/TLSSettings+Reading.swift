import Gateway
import TransportSecurity

extension TLSSettings {
    /// Reads `tls` of a listener: `certificates minimumVersion strictTransportSeconds handshakesPerSecond clientCertificates`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings([
            "certificates", "minimumVersion", "strictTransportSeconds", "handshakesPerSecond", "clientCertificates",
        ])
        guard let certificates = settings["certificates"] else { throw node.error("'certificates' is missing") }
        self.init(certificates: try Self.files(certificates))
        if let value = settings["minimumVersion"] { self.minimumVersion = try .init(value) }
        if let value = settings["strictTransportSeconds"] {
            self.strictTransportSeconds = try value.integer(0...63_072_000)
        }
        if let value = settings["handshakesPerSecond"] { self.handshakesPerSecond = try value.integer(0...1_000_000) }
        if let value = settings["clientCertificates"] { self.clients = try Clients(value) }
    }

    private static func files(_ node: ConfigurationNode) throws(ConfigurationError) -> [Files] {
        let items = try node.items()
        guard (1...Self.mostCertificates).contains(items.count) else {
            throw node.error("must name 1 to \(Self.mostCertificates) certificates")
        }
        var files: [Files] = []
        for item in items {
            let settings = try item.settings(["certificate", "key"])
            guard let certificate = settings["certificate"] else { throw item.error("'certificate' is missing") }
            guard let key = settings["key"] else { throw item.error("'key' is missing") }
            files.append(.init(certificate: try certificate.string(), key: try key.string()))
        }
        return files
    }
}

extension TLSSettings.Clients {
    private static let modes = ["optional": false, "required": true]

    /// Reads `clientCertificates`: `mode authorities`.
    init?(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["mode", "authorities"])
        guard let mode = settings["mode"] else { throw node.error("'mode' is missing") }
        let name = try mode.string()
        if name == "off" { return nil }
        guard let isRequired = Self.modes[name] else { throw mode.error("must be off, optional or required") }
        guard let authorities = settings["authorities"] else {
            throw node.error("'authorities' is missing: a PEM file of those who issue the certificates")
        }
        self.init(authorities: try authorities.string(), isRequired: isRequired)
    }
}

extension TLSOffer.MinimumVersion {
    /// Reads `minimumVersion`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        guard let version = Self(rawValue: try node.string()) else {
            throw node.error("must be '1.2' or '1.3', in quotes; nothing older is spoken")
        }
        self = version
    }
}
