import Testing

@testable import RateLimiting

@Suite struct PenaltyTests {
    private let penalty = LimitPenalty(afterRefusals: 3, baseSeconds: 10, maximumSeconds: 60)
    private let second: UInt64 = 1_000_000_000

    @Test func `the ban comes with the last refusal that is borne`() {
        var state = PenaltyState()
        for _ in 0..<2 { state.refuse(by: self.penalty, at: 0) }
        #expect(state.wait(at: 0) == 0)
        state.refuse(by: self.penalty, at: 0)
        #expect(state.wait(at: 0) == 10 * self.second)
        #expect(state.wait(at: 10 * self.second) == 0)
    }

    @Test func `each ban is twice as long as the one before, up to the longest`() {
        var state = PenaltyState()
        var now: UInt64 = 0
        var bans: [UInt64] = []
        for _ in 0..<5 {
            for _ in 0..<3 { state.refuse(by: self.penalty, at: now) }
            bans.append(state.wait(at: now) / self.second)
            now += state.wait(at: now)
        }
        #expect(bans == [10, 20, 40, 60, 60])
    }

    @Test func `quiet times are forgiven, a level for each longest ban`() {
        var state = PenaltyState()
        for _ in 0..<6 { state.refuse(by: self.penalty, at: 0) }
        #expect(state.level == 2)
        state.decay(by: self.penalty, at: 20 * self.second + 59 * self.second)
        #expect(state.level == 2)
        state.decay(by: self.penalty, at: 20 * self.second + 60 * self.second)
        #expect(state.level == 1)
        #expect(!state.isForgotten(at: 100 * self.second, longest: 60))
        #expect(state.isForgotten(at: 1_000 * self.second, longest: 60))
    }

    @Test func `a clock at its end neither traps nor bans for ever`() {
        var state = PenaltyState()
        for _ in 0..<1_000 { state.refuse(by: self.penalty, at: .max) }
        #expect(state.wait(at: .max) == 0)
    }

    @Test func `a limiter bans whoever goes on, and nobody else`() {
        var random = SystemRandomNumberGenerator()
        let table = LimiterTable(capacity: 64, shardCount: 2, generator: &random)
        let rule = LimitRule(
            identity: 1, windows: [.slidingWindow(limit: 2, seconds: 1)],
            penalty: .init(afterRefusals: 3, baseSeconds: 10, maximumSeconds: 60))
        let guilty = LimitSubject(high: 1, low: 1)
        for _ in 0..<5 { _ = table.spend(LimitDemand(rule: rule, subject: guilty), at: 0) }
        guard case .refused(let reading, _) = table.spend(LimitDemand(rule: rule, subject: guilty), at: 5 * self.second)
        else {
            Issue.record("not banned")
            return
        }
        #expect(reading.cause == .penalty)
        #expect(reading.waitSeconds == 5)
        #expect(table.spend(.init(rule: rule, subject: .init(high: 1, low: 2)), at: 5 * self.second).isAdmitted)
        #expect(table.spend(.init(rule: rule, subject: guilty), at: 10 * self.second).isAdmitted)
    }
}
