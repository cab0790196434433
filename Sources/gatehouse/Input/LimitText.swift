import ArgumentParser
import Keys

/// A limit as it is typed: `[name=]requests/span[,requests/span…]`, or `[name=]requests/span+burst` for a token bucket,
/// `[name=]requests/period[@zone]` for one by the calendar, `[name=]requests/concurrent` for requests under way. Any of them may
/// end in `^percent%/daysd`: what it is raised to after so many clean days.
///
/// `100/1m` · `api=10/1s,1000/1h` · `steady=50/1s+200` · `monthly=100000/month@Europe/Berlin` · `open=8/concurrent` ·
/// `100/1m^150%/30d`
struct LimitText: Hashable, Sendable, ExpressibleByArgument {
    /// The limit in the admin API's shape.
    let document: JSONValue

    init?(argument: String) {
        let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = halves.count == 2 ? String(halves[0]) : "default"
        guard let text = halves.last, !name.isEmpty, name.utf8.count <= LimitPolicy.longestName else { return nil }
        let sides = text.split(separator: "^", maxSplits: 1, omittingEmptySubsequences: false)
        guard let document = Self.whole(name, sides[0]) ?? Self.windowed(name, sides[0]) else { return nil }
        guard sides.count == 2 else {
            self.document = document
            return
        }
        guard let trust = Self.trust(sides[1]), case .object(var members) = document else { return nil }
        members["trusted"] = trust
        self.document = .object(members)
    }

    /// `150%/30d`
    private static func trust(_ text: Substring) -> JSONValue? {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].last == "%", sides[1].last == "d",
            let percent = UInt32(sides[0].dropLast()), let days = UInt32(sides[1].dropLast()),
            LimitTrust(afterCleanDays: days, percent: percent).objection == nil
        else { return nil }
        return .members(["after_clean_days": .integer(Int64(days)), "percent": .integer(Int64(percent))])
    }

    /// A limit with windows in seconds.
    private static func windowed(_ name: String, _ rule: Substring) -> JSONValue? {
        let parts = rule.split(separator: "+", omittingEmptySubsequences: false)
        let windows = parts[0].split(separator: ",", omittingEmptySubsequences: false).map(Self.window)
        let valid = windows.compactMap(\.self)
        guard valid.count == windows.count, (1...LimitPolicy.mostWindows).contains(valid.count) else { return nil }
        switch parts.count {
        case 1:
            return .members([
                "name": .string(name), "algorithm": "sliding_window", "windows": .array(valid),
            ])
        case 2:
            guard valid.count == 1, let burst = Int64(parts[1]), (1...Int64(LimitPolicy.mostRequests)).contains(burst)
            else { return nil }
            return .members([
                "name": .string(name), "algorithm": "token_bucket", "windows": .array(valid), "burst": .integer(burst),
            ])
        default: return nil
        }
    }

    /// A limit by the calendar, or of requests under way.
    private static func whole(_ name: String, _ rule: Substring) -> JSONValue? {
        let sides = rule.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, let limit = Int64(sides[0]), limit > 0 else { return nil }
        let period = sides[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if sides[1] == "concurrent", limit <= LimitPolicy.mostConcurrent {
            return .members(["name": .string(name), "algorithm": "concurrency", "limit": .integer(limit)])
        }
        guard let unit = CalendarUnit(rawValue: String(period[0])), limit <= LimitPolicy.mostRequests
        else { return nil }
        let zone = period.count == 2 ? String(period[1]) : "UTC"
        guard ZoneSource.isName(zone) else { return nil }
        return .members([
            "name": .string(name), "algorithm": "calendar", "limit": .integer(limit),
            "period": .string(unit.rawValue), "time_zone": .string(zone),
        ])
    }

    private static func window(_ text: Substring) -> JSONValue? {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, let limit = Int64(sides[0]), (1...Int64(LimitPolicy.mostRequests)).contains(limit),
            let span = DurationText(argument: String(sides[1])),
            (1...Int64(LimitPolicy.longestWindowSeconds)).contains(span.seconds)
        else { return nil }
        return .members(["limit": .integer(limit), "window_seconds": .integer(span.seconds)])
    }
}
