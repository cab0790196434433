/// The rule for the time behind the last transition of a time zone file: `CET-1CEST,M3.5.0,M10.5.0/3`, the `TZ` of POSIX with
/// the hours of RFC 8536, 3.3.1.
struct ZoneFooter {
    /// Seconds east of UTC.
    let standard: Int32
    let daylight: Daylight?

    /// When clocks are put forward, by how much, and back.
    struct Daylight {
        let offset: Int32
        let start: Day
        let end: Day
    }

    /// A day of each year and a time of that day.
    struct Day {
        let kind: Kind
        /// Seconds of wall time from the day's midnight on: up to a week before or after.
        let seconds: Int64

        enum Kind {
            /// Weekday (0 = Sunday) of a month, counted from 1; 5 is the last.
            case weekday(month: Int64, week: Int64, day: Int64)
            /// 1 to 365; 29 February is not counted.
            case withoutLeapDay(Int64)
            /// 0 to 365.
            case ofYear(Int64)
        }
    }

    init?(_ text: [UInt8]) {
        var reader = FooterReader(text: text)
        guard reader.name(), let standard = reader.offset() else { return nil }
        self.standard = standard
        if reader.isAtEnd {
            self.daylight = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = standard + 3600
        if !reader.isNext(0x2c) {
            guard let given = reader.offset() else { return nil }
            offset = given
        }
        guard reader.take(0x2c), let start = reader.day(), reader.take(0x2c), let end = reader.day(), reader.isAtEnd
        else { return nil }
        self.daylight = .init(offset: offset, start: start, end: end)
    }

    /// The transitions of a year in order, and the offset from each on.
    func transitions(in year: Int64) -> [(moment: Int64, offset: Int32)] {
        let yearStart = CivilDate.toDays(year, 1, 1) * 86_400
        guard let daylight = self.daylight else { return [(yearStart, self.standard)] }
        let start = daylight.start.wall(in: year) - Int64(self.standard)
        let end = daylight.end.wall(in: year) - Int64(daylight.offset)
        // Daylight time all year: its end is its next beginning.
        guard start < end || end > yearStart else { return [(start, daylight.offset)] }
        return start < end
            ? [(start, daylight.offset), (end, self.standard)] : [(end, self.standard), (start, daylight.offset)]
    }
}

extension ZoneFooter.Day {
    /// Wall time in that year, in seconds since 1970.
    fileprivate func wall(in year: Int64) -> Int64 {
        let first = CivilDate.toDays(year, 1, 1)
        let day: Int64
        switch self.kind {
        case .weekday(let month, let week, let weekday):
            let start = CivilDate.toDays(year, month, 1)
            let ahead = (weekday - Int64(CivilDate.weekday(ofDay: start)) + 7) % 7 + (week - 1) * 7
            day = start + (ahead < CivilDate.daysInMonth(year, month) ? ahead : ahead - 7)
        case .withoutLeapDay(let number):
            let isLater = CivilDate.daysInMonth(year, 2) == 29 && number > 59
            day = first + number - 1 + (isLater ? 1 : 0)
        case .ofYear(let number): day = first + number
        }
        return day * 86_400 + self.seconds
    }
}

private struct FooterReader {
    let text: [UInt8]
    private var position = 0

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { self.position == self.text.count }

    func isNext(_ byte: UInt8) -> Bool { self.position < self.text.count && self.text[self.position] == byte }

    mutating func take(_ byte: UInt8) -> Bool {
        guard self.isNext(byte) else { return false }
        self.position += 1
        return true
    }

    /// Three letters or more, or anything between angle brackets.
    mutating func name() -> Bool {
        let start = self.position
        if self.take(0x3c) {
            while self.position < self.text.count, self.text[self.position] != 0x3e { self.position += 1 }
            return self.position - start > 3 && self.take(0x3e)
        }
        while self.position < self.text.count, (self.text[self.position] | 0x20) &- 0x61 < 26 { self.position += 1 }
        return self.position - start >= 3
    }

    /// Seconds east of UTC: the text counts to the west.
    mutating func offset() -> Int32? {
        guard let seconds = self.time(), seconds.magnitude <= 25 * 3600 else { return nil }
        return Int32(-seconds)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int64? {
        let isNegative = self.take(0x2d)
        if !isNegative { _ = self.take(0x2b) }
        guard let hours = self.number(in: 0...167) else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where self.take(0x3a) {
            guard let value = self.number(in: 0...59) else { return nil }
            seconds += value * unit
        }
        return isNegative ? -seconds : seconds
    }

    mutating func day() -> ZoneFooter.Day? {
        guard let kind = self.kind() else { return nil }
        guard self.take(0x2f) else { return .init(kind: kind, seconds: 7200) }
        guard let seconds = self.time() else { return nil }
        return .init(kind: kind, seconds: seconds)
    }

    private mutating func kind() -> ZoneFooter.Day.Kind? {
        if self.take(0x4a) { return self.number(in: 1...365).map { .withoutLeapDay($0) } }
        guard self.take(0x4d) else { return self.number(in: 0...365).map { .ofYear($0) } }
        guard let month = self.number(in: 1...12), self.take(0x2e), let week = self.number(in: 1...5),
            self.take(0x2e), let day = self.number(in: 0...6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    private mutating func number(in range: ClosedRange<Int64>) -> Int64? {
        let start = self.position
        var value: Int64 = 0
        while self.position < self.text.count, self.text[self.position] &- 0x30 < 10, self.position - start < 3 {
            value = value * 10 + Int64(self.text[self.position] &- 0x30)
            self.position += 1
        }
        return self.position > start && range.contains(value) ? value : nil
    }
}
