extension CapacitySettings {
    static let known = ["lowerAbovePercent", "lowerAboveUpstreamLatencyMs", "lowerAboveUpstreamErrorPercent"]

    /// Reads `lowerAbovePercent lowerAboveUpstreamLatencyMs lowerAboveUpstreamErrorPercent` among the settings of `limiter`.
    init(_ settings: [String: ConfigurationNode]) throws(ConfigurationError) {
        self.init()
        if let node = settings["lowerAbovePercent"] { self.processorPercent = UInt32(try node.integer(20...100)) }
        if let node = settings["lowerAboveUpstreamLatencyMs"] {
            self.upstreamLatencyMilliseconds = UInt32(try node.integer(1...600_000))
        }
        if let node = settings["lowerAboveUpstreamErrorPercent"] {
            self.upstreamErrorPercent = UInt32(try node.integer(1...100))
        }
    }
}
