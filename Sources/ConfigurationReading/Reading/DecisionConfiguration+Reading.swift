extension DecisionConfiguration {
    /// Reads `decisions`: `maximumBytes maximumAgeMs accessLog`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["maximumBytes", "maximumAgeMs", "accessLog"])
        self.init()
        if let value = settings["maximumBytes"] { self.maximumBytes = try value.integer(1_048_576...1_099_511_627_776) }
        if let value = settings["maximumAgeMs"] {
            self.maximumAge = .milliseconds(try value.integer(60_000...315_360_000_000))
        }
        if let value = settings["accessLog"] { self.accessLog = try value.string() }
    }
}
