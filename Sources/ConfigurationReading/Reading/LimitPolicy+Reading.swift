import Keys
import Timekeeping

extension LimitPolicy {
    /// Reads a list of limits: `name scope`, and one of `windows` of `limit seconds`, `rate` of `limit seconds` with `burst`,
    /// `calendar` of `limit period timeZone`, `concurrent`; and terms: `cost onExceed delay warnBelowPercent priority penalty
    /// schedule`.
    static func list(_ node: ConfigurationNode) throws(ConfigurationError) -> [LimitPolicy] {
        let limits = try node.items().map { (item) throws(ConfigurationError) in try LimitPolicy(item) }
        guard limits.count <= Self.most else { throw node.error("has more than \(Self.most) limits") }
        return limits
    }

    private static let algorithms = ["windows", "rate", "burst", "calendar", "concurrent"]

    private init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["name", "scope"] + Self.algorithms + LimitTerms.known)
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let scope = settings["scope"] else { throw node.error("'scope' is missing") }
        self.init(
            name: try name.string(), scope: try scope.choice(Scope.self),
            algorithm: try Self.algorithm(settings, of: node), terms: try LimitTerms(settings, of: node))
        if let objection = self.objection { throw node.error(objection) }
    }

    private static func algorithm(
        _ settings: [String: ConfigurationNode], of node: ConfigurationNode
    ) throws(ConfigurationError) -> Algorithm {
        let given = Self.algorithms.filter { settings[$0] != nil }
        switch given {
        case ["windows"]:
            let items = try settings["windows"]?.items() ?? []
            return .slidingWindow(try items.map { (item) throws(ConfigurationError) in try Window(item) })
        case ["rate", "burst"]:
            guard let rate = settings["rate"], let burst = settings["burst"] else { break }
            return .tokenBucket(rate: try Window(rate), burst: try burst.number(LimitPolicy.mostRequests))
        case ["calendar"]:
            guard let calendar = settings["calendar"] else { break }
            return try Self.calendar(calendar)
        case ["concurrent"]:
            guard let concurrent = settings["concurrent"] else { break }
            return .concurrency(try concurrent.number(LimitPolicy.mostConcurrent))
        default: break
        }
        throw node.error(
            "give 'windows' (sliding window), 'rate' and 'burst' (token bucket), 'calendar' or 'concurrent', and one of them"
        )
    }

    private static func calendar(_ node: ConfigurationNode) throws(ConfigurationError) -> Algorithm {
        let settings = try node.settings(["limit", "period", "timeZone"])
        guard let limit = settings["limit"], let period = settings["period"] else {
            throw node.error("needs 'limit' and 'period'")
        }
        let zone = try settings["timeZone"]?.string(longest: ZoneSource.longestName) ?? "UTC"
        guard ZoneFiles.system.source.rules(of: zone) != nil else {
            throw (settings["timeZone"] ?? node).error(
                "there is no time zone '\(zone)'; write a name such as Europe/Berlin")
        }
        return .calendar(
            limit: try limit.number(LimitPolicy.mostRequests), unit: try period.choice(CalendarUnit.self),
            timeZone: zone)
    }
}

extension LimitPolicy.Window {
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["limit", "seconds"])
        guard let limit = settings["limit"], let seconds = settings["seconds"] else {
            throw node.error("needs 'limit' and 'seconds'")
        }
        self.init(
            limit: try limit.number(LimitPolicy.mostRequests),
            seconds: try seconds.number(LimitPolicy.longestWindowSeconds))
    }
}

extension ConfigurationNode {
    /// A whole number from 1 on.
    func number(_ most: UInt32) throws(ConfigurationError) -> UInt32 { UInt32(try self.integer(1...Int(most))) }
}
