import Testing

@testable import Keys

@Suite struct CalendarUnitTests {
    /// Clocks of Berlin in 2026: forward on 29 March, back on 25 October, both at 01:00 UTC.
    static let berlin = ZoneRules(transitions: [1_774_746_000, 1_792_890_000], offsets: [3_600, 7_200, 3_600])
    /// Clocks of São Paulo in 2018: back to 23:00 at midnight of 18 February, forward to 01:00 at midnight of 4 November.
    static let saoPaulo = ZoneRules(transitions: [1_518_919_200, 1_541_300_400], offsets: [-7_200, -10_800, -7_200])
    /// Clocks of Lord Howe Island in April 2026: half an hour back at 15:00 UTC on the 4th.
    static let lordHowe = ZoneRules(transitions: [1_775_314_800], offsets: [39_600, 37_800])

    private func time(_ text: String) throws -> WallTime { try #require(WallTime(rfc3339: text)) }

    private func hours(_ unit: CalendarUnit, _ moment: String, in zone: ZoneRules) throws -> Double {
        let period = unit.period(at: try self.time(moment), in: zone)
        return Double(period.upperBound.milliseconds - period.lowerBound.milliseconds) / 3_600_000
    }

    @Test func `a day is as long as clocks make it`() throws {
        #expect(try self.hours(.day, "2026-03-28T12:00:00Z", in: Self.berlin) == 24)
        #expect(try self.hours(.day, "2026-03-29T12:00:00Z", in: Self.berlin) == 23)
        #expect(try self.hours(.day, "2026-10-25T12:00:00Z", in: Self.berlin) == 25)
    }

    @Test func `a day begins at midnight of the zone, not of UTC`() throws {
        let period = CalendarUnit.day.period(at: try self.time("2026-07-01T22:30:00Z"), in: Self.berlin)
        #expect(period.lowerBound == (try self.time("2026-07-01T22:00:00Z")))
    }

    @Test func `a day whose midnight is left out begins with the change`() throws {
        let period = CalendarUnit.day.period(at: try self.time("2018-11-04T12:00:00Z"), in: Self.saoPaulo)
        #expect(period.lowerBound == (try self.time("2018-11-04T03:00:00Z")))
        #expect(try self.hours(.day, "2018-11-04T12:00:00Z", in: Self.saoPaulo) == 23)
    }

    @Test func `a day whose last hour is shown twice has it twice`() throws {
        let period = CalendarUnit.day.period(at: try self.time("2018-02-18T02:30:00Z"), in: Self.saoPaulo)
        #expect(period.upperBound == (try self.time("2018-02-18T03:00:00Z")))
        #expect(try self.hours(.day, "2018-02-17T12:00:00Z", in: Self.saoPaulo) == 25)
    }

    @Test func `a week begins on Monday, a month on its first`() throws {
        let now = try self.time("2026-10-28T09:00:00Z")
        let week = CalendarUnit.week.period(at: now, in: Self.berlin)
        #expect(week.lowerBound == (try self.time("2026-10-25T23:00:00Z")))
        #expect(try self.hours(.month, "2026-10-28T09:00:00Z", in: Self.berlin) == 31 * 24 + 1)
        let december = CalendarUnit.month.period(at: try self.time("2026-12-31T23:30:00Z"), in: .utc)
        #expect(december.upperBound == (try self.time("2027-01-01T00:00:00Z")))
    }

    @Test func `an hour that a change cuts is shorter`() throws {
        #expect(try self.hours(.hour, "2026-04-04T14:30:00Z", in: Self.lordHowe) == 1)
        #expect(try self.hours(.hour, "2026-04-04T15:10:00Z", in: Self.lordHowe) == 0.5)
        #expect(try self.hours(.hour, "2026-04-04T15:40:00Z", in: Self.lordHowe) == 1)
    }

    @Test(arguments: CalendarUnit.allCases)
    func `stretches follow one another without a gap or an overlap`(_ unit: CalendarUnit) throws {
        for (zone, start) in [
            (Self.berlin, "2026-01-01T00:00:00Z"), (Self.saoPaulo, "2018-01-01T00:00:00Z"),
            (Self.lordHowe, "2026-03-01T00:00:00Z"),
        ] {
            var period = unit.period(at: try self.time(start), in: zone)
            for _ in 0..<(unit == .hour ? 9_000 : 400) {
                let next = unit.period(at: period.upperBound, in: zone)
                let last = unit.period(at: WallTime(milliseconds: period.upperBound.milliseconds - 1), in: zone)
                try #require(next.lowerBound == period.upperBound && last == period)
                period = next
            }
        }
    }
}
