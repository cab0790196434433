import Testing

@testable import RateLimiting

/// What a limiter knows of its own error.
@Suite struct LimiterUsageTests {
    private let second = LimiterTableTests.second

    private func ask(
        _ table: LimiterTable, _ rule: LimitRule, _ times: Int, at tenths: UInt64, cost: UInt32 = 1,
        isShadow: Bool = false, subject: UInt64 = 1
    ) -> Int {
        let demand = LimitDemand(
            rule: rule, subject: .init(high: 0, low: subject), cost: cost, isShadow: isShadow)
        return (0..<times).count { _ in table.spend(demand, at: tenths * 100_000_000).isAdmitted }
    }

    @Test func `a refusal that the oldest cell brought about is counted, one that an exact count would make is not`() {
        let table = LimiterTableTests.table()
        let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 10, seconds: 10))
        // Four in the last moment of the first second, six later: at 6 s an exact count refuses as well.
        #expect(self.ask(table, rule, 4, at: 9) == 4)
        #expect(self.ask(table, rule, 7, at: 60) == 6)
        #expect(table.usage.oldestCellRefusals == 0)
        // At 10.95 s the four lie beyond ten seconds, and count whole until the second is over.
        #expect(self.ask(table, rule, 1, at: 109) == 0)
        #expect(table.usage.oldestCellRefusals == 1)
        // More than they would make room for is refused rightly.
        #expect(self.ask(table, rule, 1, at: 109, cost: 5) == 0)
        #expect(table.usage.oldestCellRefusals == 1)
        #expect(self.ask(table, rule, 5, at: 110) == 4)
        #expect(table.usage.oldestCellRefusals == 1)
    }

    @Test func `what only asks and what is in the shadow has been refused nothing`() {
        let table = LimiterTableTests.table()
        let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 2, seconds: 10))
        #expect(self.ask(table, rule, 2, at: 9) == 2)
        _ = self.ask(table, rule, 3, at: 109, isShadow: true)
        _ = self.ask(table, rule, 3, at: 109, cost: 0)
        #expect(table.usage.oldestCellRefusals == 0)
        #expect(self.ask(table, rule, 1, at: 109) == 0)
        #expect(table.usage.oldestCellRefusals == 1)
    }

    @Test func `one window that refuses rightly is enough`() {
        let table = LimiterTableTests.table()
        let rule = LimiterTableTests.rule(
            "r", .slidingWindow(limit: 4, seconds: 10), .slidingWindow(limit: 2, seconds: 1))
        #expect(self.ask(table, rule, 2, at: 9) == 2)
        #expect(self.ask(table, rule, 2, at: 60) == 2)
        // The long window by its oldest cell; the short one has room.
        #expect(self.ask(table, rule, 1, at: 109) == 0)
        #expect(table.usage.oldestCellRefusals == 1)
        #expect(self.ask(table, rule, 2, at: 110) == 2)
        // Now the short one is full, rightly.
        #expect(self.ask(table, rule, 1, at: 110) == 0)
        #expect(table.usage.oldestCellRefusals == 1)
    }

    @Test func `buckets are exact`() {
        let table = LimiterTableTests.table()
        let rule = LimiterTableTests.rule("r", .tokenBucket(limit: 1, seconds: 1, burst: 3))
        #expect(self.ask(table, rule, 9, at: 0) == 3)
        #expect(table.usage.oldestCellRefusals == 0 && table.usage.sharedRefusals == 0)
        #expect(table.usage.slots == 1)
    }

    @Test func `who is counted together with others, and who not at all, is told`() {
        let table = LimiterTableTests.table(capacity: 1, shards: 1)
        #expect(table.slotCount == 32)
        let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 2, seconds: 60))
        for subject in 0..<100 as Range<UInt64> { _ = self.ask(table, rule, 2, at: 0, subject: subject) }
        let usage = table.usage
        // 32 of their own, and one that the others share: it has room for two requests.
        #expect(usage.slots == 33)
        #expect(usage.overflows == 2 * 68)
        #expect(usage.sharedRefusals == 2 * 68 - 2)
        #expect(usage.roomRefusals == 0)
        // Requests under way have no place to share.
        let open = LimiterTableTests.rule("open", .concurrency(limit: 2))
        #expect(self.ask(table, open, 3, at: 0) == 0)
        #expect(table.usage.roomRefusals == 3)
    }

    @Test func `what killed servers cost whoever has no written count is told`() {
        let table = LimiterTableTests.table()
        table.openLedger(.init([.init(at: 5, count: 2)])) {}
        let rule = LimiterTableTests.rule("q", LimitWindow.period(limit: 320, seconds: 86_400).ledgered)
        let demand = LimitDemand(
            rule: rule, subject: .everybody, period: .init(number: 1, start: 0, end: 90_000 * self.second))
        #expect(table.spend(demand, at: 10).isAdmitted)
        // Two reserves of ten; only at the first sight.
        #expect(table.usage.charged == 20)
        #expect(table.spend(demand, at: 10).isAdmitted)
        #expect(table.usage.charged == 20)
    }
}
