import Foundation
import Keys
import TestKit
import Testing

/// Restrictions: time windows with time zone, weekday and date ranges.
@Suite struct TimeWindowTests {
    private static let folder = "/usr/share/zoneinfo"

    private static func zone(_ name: String) throws -> ZoneRules {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)"))
        return try ZoneRules(file: Array(data))
    }

    private static func compiled(_ text: String) throws -> CompiledTimeWindow {
        let window = try #require(TimeWindow(text), "\(text)")
        #expect(window.objection == nil)
        return .init(window, in: try Self.zone(window.timeZone))
    }

    @Test(arguments: [
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-11-23T08:00:00Z", true),
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-11-23T07:59:59.999Z", false),
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-11-23T16:29:59.999Z", true),
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-11-23T16:30:00Z", false),
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-11-22T12:00:00Z", false),
        ("mon-fri 09:00-17:30 Europe/Berlin", "2026-07-20T07:00:00Z", true),
        ("daily 22:00-06:00 UTC", "2026-11-23T23:00:00Z", true),
        ("daily 22:00-06:00 UTC", "2026-11-23T06:00:00Z", false),
        ("fri 22:00-06:00 UTC", "2026-11-28T05:59:00Z", true), ("fri 22:00-06:00 UTC", "2026-11-27T05:59:00Z", false),
        ("daily 00:00-24:00 Asia/Kathmandu", "2026-11-23T18:14:59Z", true),
        ("daily 00:00-24:00 UTC 2026-12-01..2026-12-02", "2026-11-30T23:59:59Z", false),
        ("daily 00:00-24:00 UTC 2026-12-01..2026-12-02", "2026-12-01T00:00:00Z", true),
        ("daily 00:00-24:00 UTC 2026-12-01..2026-12-02", "2026-12-02T23:59:59Z", true),
        ("daily 00:00-24:00 UTC 2026-12-01..2026-12-02", "2026-12-03T00:00:00Z", false),
        ("daily 22:00-06:00 UTC ..2026-12-01", "2026-12-02T05:00:00Z", true),
        ("daily 22:00-06:00 UTC ..2026-12-01", "2026-12-02T22:00:00Z", false),
        ("daily 22:00-06:00 UTC 2026-12-01..", "2026-12-01T05:00:00Z", false),
    ])
    func `a window is open while clocks of its zone show a time inside`(
        _ text: String, _ moment: String, _ isOpen: Bool
    ) throws {
        #expect(try Self.compiled(text).holds(at: try #require(WallTime(rfc3339: moment))) == isOpen)
    }

    @Test(arguments: [
        // 2026-03-29: at 01:00 UTC clocks in Berlin go from 02:00 to 03:00.
        ("sun 02:00-03:00 Europe/Berlin", "2026-03-29T00:59:59Z", false),
        ("sun 02:00-03:00 Europe/Berlin", "2026-03-29T01:00:00Z", false),
        ("sun 01:30-03:30 Europe/Berlin", "2026-03-29T01:29:59Z", true),
        ("sun 01:30-03:30 Europe/Berlin", "2026-03-29T01:30:00Z", false),
        // 2026-10-25: at 01:00 UTC clocks in Berlin go from 03:00 back to 02:00.
        ("sun 02:00-02:30 Europe/Berlin", "2026-10-25T00:10:00Z", true),
        ("sun 02:00-02:30 Europe/Berlin", "2026-10-25T00:40:00Z", false),
        ("sun 02:00-02:30 Europe/Berlin", "2026-10-25T01:10:00Z", true),
        ("sun 02:00-02:30 Europe/Berlin", "2026-10-25T01:30:00Z", false),
        // 2026-11-01: New York goes back at 06:00 UTC.
        ("sun 01:00-02:00 America/New_York", "2026-11-01T05:30:00Z", true),
        ("sun 01:00-02:00 America/New_York", "2026-11-01T06:30:00Z", true),
        ("sun 01:00-02:00 America/New_York", "2026-11-01T07:00:00Z", false),
    ])
    func `an hour that clocks leave out is never inside, one that they repeat is inside twice`(
        _ text: String, _ moment: String, _ isOpen: Bool
    ) throws {
        #expect(try Self.compiled(text).holds(at: try #require(WallTime(rfc3339: moment))) == isOpen)
    }

    @Test func `windows agree with the calendar of Foundation, at random and beside every change of clocks`() throws {
        let names = [
            "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe",
            "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "America/Sao_Paulo", "Antarctica/Troll", "Asia/Gaza",
        ]
        var generator = SeededGenerator(seed: 26)
        for name in names {
            let rules = try Self.zone(name)
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(identifier: name))
            var moments = (0..<800).map { _ in 1_500_000_000 + Int64(generator.next() % 700_000_000) }
            var change = calendar.timeZone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: 1.5e9))
            while let next = change, next.timeIntervalSince1970 < 2.2e9, moments.count < 1_600 {
                moments += [-3601, -1, 0, 1, 1800, 3599, 3600].map { Int64(next.timeIntervalSince1970) + $0 }
                change = calendar.timeZone.nextDaylightSavingTimeTransition(after: next)
            }
            for moment in moments {
                let window = Self.window(&generator, in: name)
                let expected = Self.holds(window, at: moment, by: calendar)
                let found = CompiledTimeWindow(window, in: rules).holds(at: .init(seconds: moment))
                #expect(found == expected, "\(window) at \(WallTime(seconds: moment))")
                if found != expected { return }
            }
        }
    }

    private static func window(_ generator: inout SeededGenerator, in zone: String) -> TimeWindow {
        let from = UInt16(generator.next() % 1_440)
        let to = UInt16(1 + generator.next() % 1_440)
        return TimeWindow(
            days: .init(rawValue: UInt8(1 + generator.next() % 127)), from: from, to: to == from ? to + 1 : to,
            timeZone: zone)
    }

    /// The same by parts of dates, as a person would look at a clock and a calendar.
    private static func holds(_ window: TimeWindow, at moment: Int64, by calendar: Calendar) -> Bool {
        let date = Date(timeIntervalSince1970: TimeInterval(moment))
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: date)
        let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        let today = (parts.weekday ?? 1) - 1
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let days = window.days.dayNames
        if window.from < window.to {
            return days.contains(names[today]) && minute >= window.from && minute < window.to
        }
        return days.contains(names[today]) && minute >= window.from
            || days.contains(names[(today + 6) % 7]) && minute < window.to
    }

    @Test(arguments: [
        ("mon-fri 09:00-17:00 UTC", "fri 16:59-18:00 UTC", true),
        ("mon-fri 09:00-17:00 UTC", "fri 17:00-18:00 UTC", false),
        ("mon-fri 09:00-17:00 UTC", "sat,sun 09:00-17:00 UTC", false),
        ("mon 22:00-06:00 UTC", "tue 05:59-07:00 UTC", true), ("mon 22:00-06:00 UTC", "tue 06:00-07:00 UTC", false),
        ("sun 22:00-06:00 UTC", "mon 00:00-01:00 UTC", true), ("mon 00:00-01:00 UTC", "sun 22:00-06:00 UTC", true),
        ("daily 09:00-10:00 UTC ..2026-06-30", "daily 09:00-10:00 UTC 2026-07-01..", false),
        ("daily 09:00-10:00 UTC ..2026-07-01", "daily 09:00-10:00 UTC 2026-07-01..", true),
        // 2026-07-01 is a Wednesday.
        ("mon 09:00-10:00 UTC ..2026-07-01", "mon 09:00-10:00 UTC 2026-07-01..", false),
        ("daily 22:00-06:00 UTC ..2026-06-30", "daily 00:00-01:00 UTC 2026-07-01..", true),
        ("mon 09:00-10:00 Europe/Berlin", "mon 09:00-10:00 UTC", false),
    ])
    func `overlapping windows of one zone are found, over midnight and dates too`(
        _ one: String, _ other: String, _ overlap: Bool
    ) throws {
        let windows = [try #require(TimeWindow(one)), try #require(TimeWindow(other))]
        #expect((TimeWindow.overlap(in: windows) != nil) == overlap)
        #expect((TimeWindow.overlap(in: windows.reversed()) != nil) == overlap)
    }

    @Test func `windows overlap exactly when a moment lies in both`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<400 {
            let windows = [Self.window(&generator, in: "UTC"), Self.window(&generator, in: "UTC")]
            let compiled = windows.map { CompiledTimeWindow($0, in: .utc) }
            // Every minute of one week, a Monday first.
            let shared = (0..<10_080).contains { minute in
                compiled.allSatisfy { $0.holds(at: .init(seconds: 1_767_571_200 + Int64(minute) * 60)) }
            }
            #expect((TimeWindow.overlap(in: windows) != nil) == shared, "\(windows)")
        }
    }

    @Test(arguments: [
        ("mon-fri 09:00-09:00 UTC", "must not end when it begins"), ("daily 10:00-00:00 UTC", "must end at 24:00"),
        ("daily 09:00-10:00 ../etc/passwd", "must name a time zone"),
        ("daily 09:00-10:00 UTC 2026-12-02..2026-12-01", "must not end on a day before it starts"),
        ("mon 09:00-10:00 UTC 2026-12-01..2026-12-06", "never holds"),
    ])
    func `windows that make no sense are told why`(_ text: String, _ why: String) throws {
        #expect(try #require(TimeWindow(text)).objection?.contains(why) == true)
    }

    @Test(arguments: [
        "", "mon", "mon 09:00-10:00", "mon 9:00-10:00 UTC", "mon 09:00-24:01 UTC", "mon 25:00-26:00 UTC",
        "mon 09:60-10:00 UTC", "mun 09:00-10:00 UTC", "mon- 09:00-10:00 UTC", "mon 09:00 UTC", "mon 09:00-10:00 UTC ..",
        "mon 09:00-10:00 UTC 2026-02-30..", "mon 09:00-10:00 UTC 2026-12-01", "mon 09:00-10:00-11:00 UTC",
        "mon 09:00-10:00 UTC 2026-12-01..2026-12-02 x",
    ])
    func `what is no window is refused`(_ text: String) { #expect(TimeWindow(text) == nil) }

    @Test func `a window comes back from its text`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var window = Self.window(&generator, in: "Europe/Berlin")
            window = TimeWindow(
                days: window.days, from: window.from, to: window.to, timeZone: window.timeZone,
                startsOn: generator.next() % 2 == 0 ? CivilDay(number: 20_000) : nil,
                endsOn: generator.next() % 2 == 0 ? CivilDay(number: 21_000) : nil)
            #expect(TimeWindow(window.description) == window)
        }
    }
}
