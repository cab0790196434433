import Testing

@testable import Keys

@Suite struct CreditsTests {
    private func time(_ text: String) throws -> WallTime { try #require(WallTime(rfc3339: text)) }

    @Test func `without a refill the allowance is for ever`() throws {
        let credits = Credits(remaining: 5, setAt: try self.time("2026-01-15T10:00:00Z"))
        let allowance = credits.allowance(at: try self.time("2031-01-01T00:00:00Z"))
        #expect(allowance.amount == 5)
        #expect(allowance.period.lowerBound == credits.setAt)
    }

    @Test func `what was given holds until the first refill`() throws {
        let refill = Credits.Refill(interval: .daily, amount: 100)
        let credits = Credits(remaining: 5, setAt: try self.time("2026-01-15T10:00:00Z"), refill: refill)
        #expect(credits.allowance(at: try self.time("2026-01-15T23:59:59Z")).amount == 5)
        let next = credits.allowance(at: try self.time("2026-01-16T00:00:00Z"))
        #expect(next.amount == 100)
        #expect(next.period == (try self.time("2026-01-16T00:00:00Z"))..<(try self.time("2026-01-17T00:00:00Z")))
    }

    @Test func `the day of a month that has fewer is its last`() throws {
        let refill = Credits.Refill(interval: .monthly, amount: 10, day: 31)
        let credits = Credits(remaining: 5, setAt: try self.time("2026-01-31T10:00:00Z"), refill: refill)
        #expect(credits.allowance(at: try self.time("2026-02-27T23:00:00Z")).amount == 5)
        let february = credits.allowance(at: try self.time("2026-02-28T00:00:00Z"))
        #expect(february.amount == 10)
        #expect(february.period.upperBound == (try self.time("2026-03-31T00:00:00Z")))
    }

    @Test func `credits given again count from then on`() throws {
        let now = try self.time("2026-01-15T10:00:00Z")
        let first = Credits(remaining: 5, setAt: .distantPast).given(at: now)
        let second = Credits(remaining: 7, setAt: .distantPast).given(at: now, after: first)
        #expect(second.setAt > first.setAt)
    }

    @Test func `absurd credits are refused`() {
        let now = WallTime(seconds: 0)
        #expect(Credits(remaining: .max, setAt: now).objection != nil)
        #expect(Credits(remaining: 1, setAt: now, refill: .init(interval: .daily, amount: 0)).objection != nil)
        #expect(Credits(remaining: 1, setAt: now, refill: .init(interval: .daily, amount: 1, day: 3)).objection != nil)
        let never = Credits.Refill(interval: .monthly, amount: 1, day: 32)
        #expect(Credits(remaining: 1, setAt: now, refill: never).objection != nil)
        #expect(Credits(remaining: 0, setAt: now).objection == nil)
    }
}
