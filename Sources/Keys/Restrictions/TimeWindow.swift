/// Days of the week in one byte, Monday first.
package struct Weekdays: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue & 0x7f }

    package static let all = Self(rawValue: 0x7f)
    package static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The day with that name; `nil` for anything but three small letters.
    package init?(name: some StringProtocol) {
        guard let index = Self.names.firstIndex(where: { $0 == name }) else { return nil }
        self.init(rawValue: 1 << UInt8(index))
    }

    package var dayNames: [String] { Self.names.indices.filter { self.contains(position: $0) }.map { Self.names[$0] } }

    /// Whether the day so many behind Monday is one of them.
    func contains(position: Int) -> Bool { self.rawValue >> UInt8(position) & 1 == 1 }

    /// The position of the day of the week so many days after 1970-01-01, a Thursday.
    static func position(ofDay number: Int64) -> Int {
        let rest = (number &+ 3) % 7
        return Int(rest < 0 ? rest + 7 : rest)
    }
}

/// When a key may be used: hours of some days of the week by the clocks on the wall of one time zone, perhaps between two
/// dates.
///
/// A time is inside when clocks show it. So an hour that a change of clocks leaves out is never inside, because no clock shows
/// it; and one that it repeats is inside twice. Where `to` is not behind `from` the window goes on over midnight, and day and
/// dates are those of its beginning.
package struct TimeWindow: Hashable, Sendable {
    /// Most windows in one list.
    package static let most = 32
    private static let minutesOfDay: UInt16 = 1_440

    package let days: Weekdays
    /// Minutes from midnight, the first one inside.
    package let from: UInt16
    /// Minutes from midnight, the first one outside: up to 1440, written 24:00.
    package let to: UInt16
    /// A name of the IANA database.
    package let timeZone: String
    /// The first and the last day on which it begins.
    package let startsOn: CivilDay?
    package let endsOn: CivilDay?

    /// Takes what `objection` finds nothing in.
    package init(
        days: Weekdays, from: UInt16, to: UInt16, timeZone: String, startsOn: CivilDay? = nil, endsOn: CivilDay? = nil
    ) {
        self.days = days
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.startsOn = startsOn
        self.endsOn = endsOn
    }

    /// Minutes from the midnight it begins after to its end: more than a day's when it goes on over midnight.
    var end: Int { Int(self.to) + (self.to > self.from ? 0 : Int(Self.minutesOfDay)) }

    /// What is wrong with it; `nil` when nothing is.
    package var objection: String? {
        if self.days.isEmpty { return "must name a day" }
        if self.from >= Self.minutesOfDay || self.to > Self.minutesOfDay { return "must lie between 00:00 and 24:00" }
        if self.from == self.to { return "must not end when it begins; the whole day is 00:00 to 24:00" }
        if self.to == 0 { return "must end at 24:00 rather than 00:00 to reach midnight" }
        if !ZoneSource.isName(self.timeZone) { return "must name a time zone such as Europe/Berlin" }
        guard let first = self.startsOn, let last = self.endsOn else { return nil }
        if first > last { return "must not end on a day before it starts" }
        if !Self.hasDay(of: self.days, from: Int64(first.number), to: Int64(last.number)) {
            return "has none of its days between its two dates, so it never holds"
        }
        return nil
    }

    /// Whether one of the days of the week lies between two days.
    static func hasDay(of days: Weekdays, from first: Int64, to last: Int64) -> Bool {
        guard first <= last else { return false }
        if last - first >= 6 { return !days.isEmpty }
        return (first...last).contains { days.contains(position: Weekdays.position(ofDay: $0)) }
    }
}

extension TimeWindow {
    /// The first two windows of a list that hold at the same time; `nil` when there are none.
    ///
    /// One of them is then not needed, or says something else than its writer meant. Windows of different time zones are not
    /// held against each other: where they overlap changes with the clocks.
    package static func overlap(in windows: [TimeWindow]) -> (first: Int, second: Int)? {
        for second in windows.indices {
            for first in windows.indices.prefix(second) where windows[first].overlaps(windows[second]) {
                return (first, second)
            }
        }
        return nil
    }

    /// Whether there is a day on which this window begins and, on it, the day before or the one after, the other one, so that
    /// both hold for a while.
    private func overlaps(_ other: TimeWindow) -> Bool {
        guard self.timeZone == other.timeZone else { return false }
        for shift in [-1, 0, 1] {
            let ahead = shift * Int(Self.minutesOfDay)
            guard max(Int(self.from), Int(other.from) + ahead) < min(self.end, other.end + ahead) else { continue }
            let shared = self.days.intersection(other.days.earlier(by: shift))
            let first = max(self.firstDay, other.firstDay - Int64(shift))
            let last = min(self.lastDay, other.lastDay - Int64(shift))
            if Self.hasDay(of: shared, from: first, to: last) { return true }
        }
        return false
    }

    /// Far before any date that is written, and far behind.
    var firstDay: Int64 { self.startsOn.map { Int64($0.number) } ?? -10_000_000 }
    var lastDay: Int64 { self.endsOn.map { Int64($0.number) } ?? 10_000_000 }
}

extension Weekdays {
    /// The days that lie so many before these.
    fileprivate func earlier(by shift: Int) -> Self {
        Self.names.indices.reduce(into: []) { days, position in
            if self.contains(position: (position + shift + 7) % 7) { days.formUnion(.init(rawValue: 1 << position)) }
        }
    }
}
