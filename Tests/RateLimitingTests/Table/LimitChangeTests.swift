import Testing

@testable import RateLimiting

/// A limit whose numbers are edited goes on with what was counted.
@Suite struct LimitChangeTests {
    private let table = LimiterTableTests.table()

    private func spend(_ windows: LimitWindow..., times: Int, at seconds: UInt64) -> Int {
        let rule = LimitRule(identity: LimitRule.identity("edited"), windows: windows)
        let demand = LimitDemand(rule: rule, subject: .init(high: 3, low: 4))
        return (0..<times).count { _ in self.table.spend(demand, at: seconds * LimiterTableTests.second).isAdmitted }
    }

    @Test func `a raised limit admits the difference`() {
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 60), times: 9, at: 0) == 5)
        #expect(self.spend(.slidingWindow(limit: 8, seconds: 60), times: 9, at: 1) == 3)
    }

    @Test func `a lowered limit admits nothing until enough is forgotten`() {
        #expect(self.spend(.slidingWindow(limit: 8, seconds: 60), times: 6, at: 0) == 6)
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 60), times: 9, at: 30) == 0)
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 60), times: 9, at: 66) == 5)
    }

    @Test func `a longer window begins with what the shorter one had counted`() {
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 10), times: 3, at: 0) == 3)
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 100), times: 9, at: 5) == 2)
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 100), times: 9, at: 100) == 0)
    }

    @Test func `another window beside it leaves the first one as it was`() {
        #expect(self.spend(.slidingWindow(limit: 9, seconds: 600), times: 7, at: 0) == 7)
        #expect(
            self.spend(.slidingWindow(limit: 9, seconds: 600), .slidingWindow(limit: 1, seconds: 1), times: 9, at: 9)
                == 0)
        #expect(
            self.spend(.slidingWindow(limit: 9, seconds: 600), .slidingWindow(limit: 1, seconds: 1), times: 9, at: 20)
                == 1)
        #expect(
            self.spend(.slidingWindow(limit: 9, seconds: 600), .slidingWindow(limit: 1, seconds: 1), times: 9, at: 40)
                == 1)
        #expect(
            self.spend(.slidingWindow(limit: 9, seconds: 600), .slidingWindow(limit: 1, seconds: 1), times: 9, at: 60)
                == 0)
    }

    @Test func `a longer window in front does not wipe out the shorter one`() {
        #expect(self.spend(.slidingWindow(limit: 4, seconds: 60), times: 9, at: 0) == 4)
        #expect(
            self.spend(
                .slidingWindow(limit: 100, seconds: 3600), .slidingWindow(limit: 4, seconds: 60), times: 9, at: 1) == 0)
    }

    @Test func `a bucket's missing tokens stay missing when its numbers change`() {
        #expect(self.spend(.tokenBucket(limit: 1, seconds: 60, burst: 10), times: 7, at: 0) == 7)
        #expect(self.spend(.tokenBucket(limit: 2, seconds: 60, burst: 8), times: 9, at: 0) == 1)
        #expect(self.spend(.tokenBucket(limit: 2, seconds: 60, burst: 8), times: 9, at: 30) == 1)
    }

    @Test func `a bucket that becomes a window, and back, keeps its count`() {
        #expect(self.spend(.tokenBucket(limit: 1, seconds: 3600, burst: 6), times: 4, at: 0) == 4)
        #expect(self.spend(.slidingWindow(limit: 6, seconds: 3600), times: 9, at: 1) == 2)
        #expect(self.spend(.tokenBucket(limit: 1, seconds: 3600, burst: 6), times: 9, at: 2) == 0)
    }

    @Test func `a bucket that is lowered and raised again and again forgets nothing, and gains nothing`() {
        let whole = LimitRule(
            identity: LimitRule.identity("edited"), windows: [.tokenBucket(limit: 1, seconds: 1, burst: 100)])
        var admitted = 0
        // Half a second each: every other request meets a tenth of the limit.
        for step in 0..<4_000 as Range<UInt64> {
            let rule = step.isMultiple(of: 2) ? whole : whole.scaled(percent: 10)
            let demand = LimitDemand(rule: rule, subject: .init(high: 3, low: 4))
            if self.table.spend(demand, at: step * LimiterTableTests.second / 100).isAdmitted { admitted += 1 }
        }
        // 40 seconds: no more than the burst and what has come back; and of that not much is lost by the change.
        #expect(admitted <= 140)
        #expect(admitted >= 100 + 40 / 3)
    }

    @Test func `a quota that is lowered for a time goes on with what was used`() {
        let whole = LimitRule(
            identity: LimitRule.identity("edited"), windows: [.slidingWindow(limit: 10, seconds: 60)])
        let ask = { (rule: LimitRule, times: Int) in
            (0..<times).count { _ in
                self.table.spend(LimitDemand(rule: rule, subject: .init(high: 3, low: 4)), at: 1).isAdmitted
            }
        }
        #expect(ask(whole, 4) == 4)
        #expect(ask(whole.scaled(percent: 50), 4) == 1)
        #expect(ask(whole.scaled(percent: 150), 20) == 10)
        #expect(ask(whole, 1) == 0)
    }

    @Test func `two versions of a rule in use at once lose nothing between them`() {
        var admitted = 0
        for step in 0..<20 {
            admitted += self.spend(.slidingWindow(limit: step.isMultiple(of: 2) ? 6 : 5, seconds: 60), times: 1, at: 1)
        }
        #expect(admitted == 6 || admitted == 5)
        #expect(self.spend(.slidingWindow(limit: 6, seconds: 60), times: 9, at: 2) <= 1)
    }

    @Test func `after a quiet time an edited limit begins afresh`() {
        #expect(self.spend(.slidingWindow(limit: 5, seconds: 10), times: 9, at: 0) == 5)
        #expect(self.spend(.slidingWindow(limit: 4, seconds: 20), times: 9, at: 50) == 4)
    }
}
