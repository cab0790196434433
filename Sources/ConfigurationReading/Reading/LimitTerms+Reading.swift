import Keys

extension LimitTerms {
    static let known = ["cost", "onExceed", "delay", "warnBelowPercent", "priority", "penalty", "schedule"]

    private enum OnExceedName: String, CaseIterable {
        case reject, delay, shadow
    }

    /// Reads the terms among the settings of a limit.
    init(_ settings: [String: ConfigurationNode], of node: ConfigurationNode) throws(ConfigurationError) {
        self.init()
        if let cost = settings["cost"] { self.cost = UInt32(try cost.integer(0...Int(Self.mostCost))) }
        self.onExceed = try Self.onExceed(settings)
        if let percent = settings["warnBelowPercent"] { self.warnBelowPercent = try percent.number(99) }
        if let priority = settings["priority"] { self.priority = try priority.choice(Priority.self) }
        if let penalty = settings["penalty"] { self.penalty = try Penalty(penalty) }
        if let schedule = settings["schedule"] {
            self.schedule = try schedule.items().map { (item) throws(ConfigurationError) in try ScheduledChange(item) }
        }
    }

    private static func onExceed(
        _ settings: [String: ConfigurationNode]
    ) throws(ConfigurationError) -> OnExceed {
        let name = try settings["onExceed"]?.choice(OnExceedName.self) ?? .reject
        if name != .delay, let delay = settings["delay"] {
            throw delay.error("only a limit with 'onExceed: delay' has one")
        }
        switch name {
        case .reject: return .reject
        case .shadow: return .shadow
        case .delay:
            let delay = try settings["delay"]?.settings(["maximumMs", "maximumWaiting"]) ?? [:]
            return .delay(
                maximumMilliseconds: try delay["maximumMs"]?.number(Self.longestDelay) ?? 1_000,
                maximumWaiting: try delay["maximumWaiting"]?.number(Self.mostWaiting) ?? 100)
        }
    }
}

extension LimitTerms.Penalty {
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["afterRefusals", "baseSeconds", "maximumSeconds"])
        guard let after = settings["afterRefusals"], let base = settings["baseSeconds"],
            let most = settings["maximumSeconds"]
        else { throw node.error("needs 'afterRefusals', 'baseSeconds' and 'maximumSeconds'") }
        self.init(
            afterRefusals: try after.number(1_000_000), baseSeconds: try base.number(LimitTerms.longestBanSeconds),
            maximumSeconds: try most.number(LimitTerms.longestBanSeconds))
    }
}

extension LimitTerms.ScheduledChange {
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let settings = try node.settings(["startsAt", "endsAt", "percent"])
        guard let start = settings["startsAt"], let end = settings["endsAt"], let percent = settings["percent"] else {
            throw node.error("needs 'startsAt', 'endsAt' and 'percent'")
        }
        self.init(
            startsAt: try start.moment(), endsAt: try end.moment(),
            percent: try percent.number(LimitTerms.mostPercent))
    }
}

extension ConfigurationNode {
    /// A time of RFC 3339.
    fileprivate func moment() throws(ConfigurationError) -> WallTime {
        guard let moment = WallTime(rfc3339: try self.string(longest: 64)) else {
            throw self.error("must be a time such as 2026-12-01T00:00:00Z")
        }
        return moment
    }
}
