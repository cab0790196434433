import Foundation
import Gateway
import TransportSecurity

extension UpstreamTLSSettings {
    /// Reads `tls` of an upstream: `serverName authorities certificate key pins minimumVersion`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["serverName", "authorities", "certificate", "key", "pins", "minimumVersion"])
        self.init()
        self.serverName = try settings["serverName"]?.string(longest: 253)
        self.authorities = try settings["authorities"]?.string()
        if let pins = settings["pins"] { self.pins = try Self.pins(pins) }
        if let value = settings["minimumVersion"] { self.minimumVersion = try .init(value) }
        switch (settings["certificate"], settings["key"]) {
        case (let certificate?, let key?):
            self.identity = .init(certificate: try certificate.string(), key: try key.string())
        case (let given?, nil), (nil, let given?):
            throw given.error("'certificate' and 'key' belong together: what is shown to a server that asks for it")
        case (nil, nil): break
        }
    }

    /// As `sha256//BASE64`, which curl's --pinnedpubkey takes, or the digest alone.
    private static func pins(_ node: ConfigurationNode) throws(ConfigurationError) -> [[UInt8]] {
        let items = try node.items()
        guard (2...Self.mostPins).contains(items.count) else {
            throw node.error(
                "must have 2 to \(Self.mostPins) items: with one alone, a lost key would close the upstream")
        }
        var pins: [[UInt8]] = []
        for item in items {
            let text = try item.string()
            let digits = text.hasPrefix("sha256//") ? String(text.dropFirst(8)) : text
            guard let digest = Data(base64Encoded: digits), digest.count == 32 else {
                throw item.error(
                    "must be the SHA-256 of a public key in base64: 44 characters, 'sha256//' may stand before")
            }
            guard !pins.contains(Array(digest)) else { throw item.error("is there twice") }
            pins.append(Array(digest))
        }
        return pins
    }
}
