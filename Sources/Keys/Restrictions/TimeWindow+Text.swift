/// One line for a window: `mon-fri 09:00-17:30 Europe/Berlin`, and behind it perhaps `2026-12-01..2026-12-31`.
extension TimeWindow: CustomStringConvertible {
    /// What a text that is no window should look like.
    package static let form =
        "days, hours and a time zone such as \"mon-fri 09:00-17:30 Europe/Berlin\", perhaps with dates such as "
        + "2026-12-01..2026-12-31"

    /// Days are a list with commas, a run with a hyphen, or `daily`. Either date may be left out. Looks at the form alone: see
    /// `objection`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " " as Character)
        guard (3...4).contains(parts.count), let days = Weekdays(text: parts[0]) else { return nil }
        let hours = parts[1].split(separator: "-" as Character, omittingEmptySubsequences: false)
        guard hours.count == 2, let from = Self.minutes(hours[0]), let to = Self.minutes(hours[1]) else { return nil }
        var dates: (CivilDay?, CivilDay?) = (nil, nil)
        if parts.count == 4 {
            guard let given = Self.dates(String(parts[3])) else { return nil }
            dates = given
        }
        self.init(
            days: days, from: from, to: to, timeZone: String(parts[2]), startsOn: dates.0, endsOn: dates.1)
    }

    private static func dates(_ text: String) -> (CivilDay?, CivilDay?)? {
        let isOpenAtStart = text.hasPrefix("..")
        let isOpenAtEnd = text.hasSuffix("..")
        switch (isOpenAtStart, isOpenAtEnd) {
        case (true, true): return nil
        case (true, false): return CivilDay(text.dropFirst(2)).map { (nil, $0) }
        case (false, true): return CivilDay(text.dropLast(2)).map { ($0, nil) }
        case (false, false):
            guard text.utf8.count == 22, let first = CivilDay(text.prefix(10)), let last = CivilDay(text.suffix(10)),
                text.dropFirst(10).hasPrefix("..")
            else { return nil }
            return (first, last)
        }
    }

    /// Minutes from midnight of `09:00`; `24:00` is the end of a day.
    package static func minutes(_ text: some StringProtocol) -> UInt16? {
        let bytes = Array(text.utf8.prefix(6))
        guard bytes.count == 5, bytes[2] == 0x3a,
            [0, 1, 3, 4].allSatisfy({ bytes[$0] &- 0x30 < 10 })
        else { return nil }
        let digits = bytes.map { UInt16($0 &- 0x30) }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
        guard minute < 60, hour < 24 || hour == 24 && minute == 0 else { return nil }
        return hour * 60 + minute
    }

    /// `09:00`.
    package static func text(ofMinutes minutes: UInt16) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    package var description: String {
        var text = "\(self.days) \(Self.text(ofMinutes: self.from))-\(Self.text(ofMinutes: self.to)) \(self.timeZone)"
        guard self.startsOn != nil || self.endsOn != nil else { return text }
        text += " \(self.startsOn?.description ?? "")..\(self.endsOn?.description ?? "")"
        return text
    }
}

extension Weekdays: CustomStringConvertible {
    /// Reads `mon,wed`, `mon-fri`, `fri-mon` or `daily`.
    package init?(text: some StringProtocol) {
        var days: Weekdays = []
        if text == "daily" { days = .all }
        for part in text.split(separator: "," as Character, omittingEmptySubsequences: false) where days != .all {
            let ends = part.split(separator: "-" as Character, omittingEmptySubsequences: false)
            let positions = ends.compactMap { name in Self.names.firstIndex { $0 == name } }
            guard positions.count == ends.count, (1...2).contains(ends.count) else { return nil }
            var position = positions[0]
            days.formUnion(.init(rawValue: 1 << position))
            while position != positions[positions.count - 1] {
                position = (position + 1) % 7
                days.formUnion(.init(rawValue: 1 << position))
            }
        }
        self = days
    }

    /// `daily`, or the names with commas; a run of three or more in short.
    package var description: String {
        if self == .all { return "daily" }
        let positions = Self.names.indices.filter { self.contains(position: $0) }
        guard let first = positions.first, let last = positions.last, positions.count > 2,
            last - first == positions.count - 1
        else { return self.dayNames.joined(separator: ",") }
        return "\(Self.names[first])-\(Self.names[last])"
    }
}
