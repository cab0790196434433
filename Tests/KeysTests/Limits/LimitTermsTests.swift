import Testing

@testable import Keys

@Suite struct LimitTermsTests {
    private func objection(_ change: (inout LimitTerms) -> Void) -> String? {
        var terms = LimitTerms()
        change(&terms)
        return terms.objection
    }

    private func change(_ from: Int64, _ to: Int64, _ percent: UInt32 = 200) -> LimitTerms.ScheduledChange {
        .init(startsAt: .init(seconds: from), endsAt: .init(seconds: to), percent: percent)
    }

    @Test func `terms that say nothing are plain`() {
        let policy = LimitPolicy(name: "a", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 1)]))
        #expect(policy.isPlain)
        #expect(LimitTerms().objection == nil)
        var shadow = policy
        shadow.terms.onExceed = .shadow
        #expect(!shadow.isPlain)
    }

    @Test func `absurd numbers are refused`() {
        #expect(self.objection { $0.cost = 1_000_001 } != nil)
        #expect(self.objection { $0.warnBelowPercent = 100 } != nil)
        #expect(self.objection { $0.onExceed = .delay(maximumMilliseconds: 0, maximumWaiting: 1) } != nil)
        #expect(self.objection { $0.onExceed = .delay(maximumMilliseconds: 60_000, maximumWaiting: 1) } != nil)
        #expect(self.objection { $0.onExceed = .delay(maximumMilliseconds: 10, maximumWaiting: 0) } != nil)
        #expect(self.objection { $0.penalty = .init(afterRefusals: 0, baseSeconds: 1, maximumSeconds: 1) } != nil)
        #expect(self.objection { $0.penalty = .init(afterRefusals: 1, baseSeconds: 9, maximumSeconds: 8) } != nil)
        let long = LimitTerms.Penalty(afterRefusals: 1, baseSeconds: 1, maximumSeconds: 86_401)
        #expect(self.objection { $0.penalty = long } != nil)
    }

    @Test func `overlapping changes are refused by name`() {
        #expect(self.objection { $0.schedule = [self.change(0, 10), self.change(10, 20)] } == nil)
        let objection = self.objection { $0.schedule = [self.change(0, 10), self.change(9, 20)] }
        #expect(objection?.contains("1970-01-01T00:00:09Z") ?? false)
        #expect(self.objection { $0.schedule = [self.change(10, 10)] } != nil)
        #expect(self.objection { $0.schedule = [self.change(0, 10, 0)] } != nil)
    }

    @Test func `an override keeps the shape of its limit`() {
        let limit = LimitPolicy(name: "a", scope: .key, algorithm: .slidingWindow([.init(limit: 1, seconds: 60)]))
        let override = { (name: String, seconds: UInt32, reason: String) in
            LimitOverride(
                limit: name, algorithm: .slidingWindow([.init(limit: 9, seconds: seconds)]), until: .distantFuture,
                reason: reason)
        }
        #expect(override("a", 60, "launch").objection(among: [limit]) == nil)
        #expect(override("b", 60, "launch").objection(among: [limit]) != nil)
        #expect(override("a", 61, "launch").objection(among: [limit]) != nil)
        #expect(override("a", 60, "").objection(among: [limit]) != nil)
    }
}
