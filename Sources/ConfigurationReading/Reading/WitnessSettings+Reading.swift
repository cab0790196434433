import Auditing

extension WitnessSettings {
    /// Reads `audit.witnesses`.
    static func list(_ node: ConfigurationNode) throws(ConfigurationError) -> [WitnessSettings] {
        let items = try node.items()
        guard items.count <= AuditSettings.mostWitnesses else {
            throw node.error("has more than \(AuditSettings.mostWitnesses) witnesses")
        }
        var witnesses: [WitnessSettings] = []
        for item in items {
            let witness = try WitnessSettings(item)
            guard !witnesses.contains(where: { $0.name == witness.name || $0.key == witness.key }) else {
                throw item.error("the witness '\(witness.name)', or its key, is given twice")
            }
            witnesses.append(witness)
        }
        return witnesses
    }

    /// Reads one of `audit.witnesses`: `name url key`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["name", "url", "key"])
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let url = settings["url"] else { throw node.error("'url' is missing") }
        guard let key = settings["key"] else { throw node.error("'key' is missing") }
        self.init(name: try name.string(longest: 64), url: try url.urlPrefix(), key: try key.verifierKey(.cosignature))
    }
}

extension ConfigurationNode {
    /// A URL to which a path is added, without user, query and fragment. Nobody signs a witness's refusals, so that they are
    /// believed over TLS only, or on this machine.
    fileprivate func urlPrefix() throws(ConfigurationError) -> String {
        let url = try self.string(longest: 512)
        let rest = ["https://", "http://"].lazy.compactMap { url.hasPrefix($0) ? url.dropFirst($0.count) : nil }.first
        let foreign: Set<UInt8> = [UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@")]
        let isClean = url.utf8.allSatisfy { (0x21...0x7e).contains($0) && !foreign.contains($0) }
        guard let rest, let first = rest.first, first != "/", isClean else {
            throw self.error("must be http:// or https:// and a host, without user, query and fragment")
        }
        guard url.hasPrefix("https:") || URLAuthority.isLoopback(rest.prefix { $0 != "/" }) else {
            throw self.error("must be https for a host beyond this machine")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
