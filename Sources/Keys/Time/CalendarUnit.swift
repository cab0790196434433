/// A stretch of the calendar that limits are counted by.
///
/// Days begin with the first moment that the zone's clocks show their date, so a day is 23, 24 or 25 hours long where clocks
/// are changed. Weeks begin on Monday (ISO 8601). Hours begin with the full hour that clocks show; the hour that is shown
/// twice counts twice, and one that a change cuts is shorter.
package enum CalendarUnit: String, Sendable, CaseIterable, Hashable {
    case hour, day, week, month

    /// The usual length in seconds; of a month the longest.
    package var seconds: UInt32 {
        switch self {
        case .hour: 3_600
        case .day: 86_400
        case .week: 604_800
        case .month: 2_678_400
        }
    }

    /// The stretch around a moment.
    package func period(at now: WallTime, in zone: ZoneRules) -> Range<WallTime> {
        guard self != .hour else { return Self.hour(at: now.seconds, in: zone) }
        let local = now.seconds + zone.offset(at: now.seconds)
        var day = Self.floor(local, 86_400)
        // Where clocks are set back over midnight, the later date has begun once it was shown.
        if zone.start(ofDay: day + 1) <= now.seconds { day += 1 }
        let (first, next) = self.days(around: day)
        return WallTime(seconds: zone.start(ofDay: first))..<WallTime(seconds: zone.start(ofDay: next))
    }

    private static func hour(at now: Int64, in zone: ZoneRules) -> Range<WallTime> {
        let offset = zone.offset(at: now)
        var start = now - Self.rest(now + offset, 3_600)
        var end = start + 3_600
        // A change within the hour ends it, and another begins.
        if zone.offset(at: start) != offset {
            start = Self.border(from: start, to: now) { zone.offset(at: $0) != offset }
        }
        if zone.offset(at: end - 1) != offset {
            end = Self.border(from: now, to: end) { zone.offset(at: $0) == offset }
        }
        return WallTime(seconds: start)..<WallTime(seconds: end)
    }

    /// The first moment for which `holds` does not, when it does for `low` and not for `high`.
    private static func border(from low: Int64, to high: Int64, _ holds: (Int64) -> Bool) -> Int64 {
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return high
    }

    /// The first day of the stretch and of the next one, in days since 1970.
    private func days(around day: Int64) -> (Int64, Int64) {
        switch self {
        case .hour, .day: return (day, day + 1)
        case .week:
            // 1970-01-01 was a Thursday.
            let monday = day - Self.rest(day + 3, 7)
            return (monday, monday + 7)
        case .month:
            let date = CivilDate.fromDays(day)
            let next = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
            return (CivilDate.toDays(date.year, date.month, 1), CivilDate.toDays(next.0, next.1, 1))
        }
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        (value - self.rest(value, divisor)) / divisor
    }

    private static func rest(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}

extension ZoneRules {
    /// The first moment at which clocks show that day's date or a later one, in seconds since 1970.
    func start(ofDay day: Int64) -> Int64 {
        let midnight = day * 86_400
        // Offsets are less than 25 hours, RFC 8536, 3.2: this is before, that is behind.
        var (low, high) = (midnight - 100_000, midnight + 100_000)
        let candidates = [self.offset(at: low), self.offset(at: high)].map { midnight - $0 }
        let shown = candidates.filter { self.offset(at: $0) == midnight - $0 }
        if let first = shown.min() { return first }
        // Midnight is left out: the day begins with the change.
        low = (candidates.min() ?? low) - 1
        high = (candidates.max() ?? high) + 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if middle + self.offset(at: middle) >= midnight { high = middle } else { low = middle }
        }
        return high
    }
}
