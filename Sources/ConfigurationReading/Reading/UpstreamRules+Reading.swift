import Gateway
import HTTPMachines

extension EjectionSettings {
    /// Reads an upstream's `ejection`: `failures baseMs maximumMs maximumPercent`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["failures", "baseMs", "maximumMs", "maximumPercent"])
        self.init()
        if let value = settings["failures"] { self.failures = UInt32(try value.integer(0...1_000_000)) }
        if let value = settings["baseMs"] { self.base = UInt64(try value.integer(1...86_400_000)) * 1_000_000 }
        if let value = settings["maximumMs"] { self.longest = UInt64(try value.integer(1...86_400_000)) * 1_000_000 }
        if let value = settings["maximumPercent"] { self.mostPercent = try value.integer(0...100) }
        guard self.base <= self.longest else { throw node.error("'baseMs' is longer than 'maximumMs'") }
    }
}

extension RetrySettings {
    /// Reads an upstream's `retries`: `attempts percent minimumPerSecond`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["attempts", "percent", "minimumPerSecond"])
        self.init()
        if let value = settings["attempts"] { self.attempts = try value.integer(0...4) }
        if let value = settings["percent"] { self.percent = try value.integer(0...100) }
        if let value = settings["minimumPerSecond"] { self.minimumPerSecond = try value.integer(0...100_000) }
    }
}

extension HealthCheckSettings {
    /// Reads an upstream's `healthCheck`: `path host intervalMs timeoutMs healthyAfter unhealthyAfter statuses`.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings([
            "path", "host", "intervalMs", "timeoutMs", "healthyAfter", "unhealthyAfter", "statuses",
        ])
        guard let path = settings["path"] else { throw node.error("'path' is missing") }
        self.init(path: try path.string(longest: 2_048))
        if let value = settings["host"] { self.host = try value.string(longest: 255) }
        if let value = settings["intervalMs"] {
            self.interval = .milliseconds(try value.integer(100...86_400_000))
        }
        if let value = settings["timeoutMs"] { self.timeout = try value.milliseconds() }
        if let value = settings["healthyAfter"] { self.thresholds.healthy = try value.integer(1...100) }
        if let value = settings["unhealthyAfter"] { self.thresholds.unhealthy = try value.integer(1...100) }
        if let value = settings["statuses"] { self.statuses = try Self.statuses(value) }
    }

    /// `200`, or `200-299`.
    private static func statuses(_ node: ConfigurationNode) throws(ConfigurationError) -> ClosedRange<UInt16> {
        let parts = try node.string(longest: 16).split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt16($0) }
        guard numbers.count == parts.count, numbers.count <= 2, let first = numbers.first, let last = numbers.last,
            first <= last, first >= 200, last <= 599
        else { throw node.error("must be a status or a range of them, such as 200 or 200-299") }
        return first...last
    }
}
