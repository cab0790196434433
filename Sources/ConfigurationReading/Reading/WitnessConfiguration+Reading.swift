import Auditing

/// Reads `witness.yaml`: `name key state address port logs`.
extension WitnessConfiguration {
    package init(file: String, text: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(file: file, text: text)
        let settings = try root.settings(["name", "key", "state", "address", "port", "logs"])
        guard let name = settings["name"] else { throw root.error("'name' is missing") }
        guard let key = settings["key"] else { throw root.error("'key' is missing") }
        guard let file = try key.settings(["file"])["file"] else { throw key.error("'file' is missing") }
        self.init(
            name: try name.keyName(), keyFile: try file.string(),
            stateFolder: try settings["state"]?.string() ?? "/var/lib/gatehouse-witness",
            logs: try Self.logs(settings["logs"], of: root))
        if let value = settings["address"] { self.address = try value.ipAddress() }
        if let value = settings["port"] { self.port = try value.integer(0...65_535) }
    }

    private static func logs(
        _ node: ConfigurationNode?, of root: ConfigurationNode
    ) throws(ConfigurationError) -> [Log] {
        guard let node else { throw root.error("'logs' is missing") }
        let items = try node.items()
        guard items.count <= Self.mostLogs else { throw node.error("must have at most \(Self.mostLogs) logs") }
        var logs: [Log] = []
        for item in items {
            let log = try Log(item)
            guard !logs.contains(where: { $0.origin == log.origin }) else {
                throw item.error("the log '\(log.origin)' is given twice")
            }
            logs.append(log)
        }
        return logs
    }
}

extension WitnessConfiguration.Log {
    /// Reads one of `logs`: `origin keys`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["origin", "keys"])
        guard let origin = settings["origin"] else { throw node.error("'origin' is missing") }
        guard let list = settings["keys"] else { throw node.error("'keys' is missing") }
        let keys = try list.items().map { (key) throws(ConfigurationError) in try key.verifierKey(.ed25519) }
        guard (1...WitnessConfiguration.mostKeys).contains(keys.count) else {
            throw list.error("must have 1 to \(WitnessConfiguration.mostKeys) keys")
        }
        self.init(origin: try origin.keyName(), keys: keys)
    }
}
