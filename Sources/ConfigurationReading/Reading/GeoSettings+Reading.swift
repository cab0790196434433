extension GeoSettings {
    /// Reads `geo`: `countryDatabase networkDatabase`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["countryDatabase", "networkDatabase"])
        guard !settings.isEmpty else { throw node.error("'countryDatabase' or 'networkDatabase' is missing") }
        self.init(
            countryDatabase: try settings["countryDatabase"]?.string(),
            networkDatabase: try settings["networkDatabase"]?.string())
    }
}
