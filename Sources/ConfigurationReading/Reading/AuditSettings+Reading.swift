import AuditExport

extension AuditSettings {
    /// Reads `audit`: `export`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["export"])
        self.init()
        if let value = settings["export"] { self.sinks = try SinkSettings.list(value) }
    }
}
