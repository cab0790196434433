import Testing

@testable import Keys

@Suite struct LimitTrustTests {
    private static let noon = WallTime(seconds: 1_796_083_200 + 43_200)

    private func key(_ limits: [LimitPolicy]) -> KeyRecord {
        KeyRecord(
            id: .init(high: 1, low: 1), projectID: .init(high: 1, low: 1), environmentID: .init(high: 1, low: 1),
            prefix: "gk", name: "k", ownerID: nil, limits: limits, expiry: .never(reason: "test"), versions: [],
            createdAt: Self.noon, createdBy: "local:0")
    }

    /// Whether the act changes anything.
    private func lose(_ key: inout KeyRecord, _ moment: WallTime) -> Bool { key.loseTrust(at: moment) }

    private func limit(_ name: String, _ trusted: LimitTrust?) -> LimitPolicy {
        var limit = LimitPolicy(name: name, scope: .key, algorithm: .slidingWindow([.init(limit: 10, seconds: 60)]))
        limit.terms.trusted = trusted
        return limit
    }

    @Test func `absurd numbers are refused`() {
        let objection = { (days: UInt32, percent: UInt32) in
            var terms = LimitTerms()
            terms.trusted = .init(afterCleanDays: days, percent: percent)
            return terms.objection
        }
        #expect(objection(30, 150) == nil && objection(1, 100) == nil && objection(3_650, 10_000) == nil)
        for (days, percent) in [(0, 150), (3_651, 150), (.max, 150), (30, 99), (30, 0), (30, 10_001)]
            as [(UInt32, UInt32)]
        {
            #expect(objection(days, percent) != nil, "\(days) \(percent)")
        }
    }

    @Test func `what keys of an owner share is not raised by the trust in one of them`() {
        var limit = self.limit("a", .init(afterCleanDays: 30, percent: 150))
        #expect(limit.objection == nil)
        limit.scope = .identity
        #expect(limit.objection?.contains("owner") == true)
    }

    @Test func `counting begins with the day after the limit was trusted, and goes on over changes`() {
        var key = self.key([self.limit("a", .init(afterCleanDays: 30, percent: 150)), self.limit("b", nil)])
        key.carryTrust(from: nil, at: Self.noon)
        let first = key.limits[0].terms.trusted
        #expect(first?.cleanSince == WallTime(seconds: 1_796_083_200 + 86_400))
        #expect(first?.raisedFrom == WallTime(seconds: 1_796_083_200 + 31 * 86_400))
        #expect(key.limits[1].terms.trusted == nil)
        // Whoever sends the limits anew cannot choose since when.
        var changed = self.key([
            self.limit("a", .init(afterCleanDays: 9, percent: 200, cleanSince: .distantPast)),
            self.limit("c", .init(afterCleanDays: 1, percent: 300)),
        ])
        changed.carryTrust(from: key, at: Self.noon.adding(seconds: 86_400 * 20))
        #expect(changed.limits.map { $0.terms.trusted?.cleanSince } == [first?.cleanSince, first?.cleanSince])
    }

    @Test func `an act that is not clean makes its day unclean, and a second one on it changes nothing`() {
        var key = self.key([self.limit("a", .init(afterCleanDays: 30, percent: 150))])
        #expect(key.hasTrust)
        key.carryTrust(from: nil, at: Self.noon)
        let later = Self.noon.adding(seconds: 86_400 * 40)
        let acts = [self.lose(&key, later), self.lose(&key, later.adding(seconds: 3_600))]
        #expect(acts == [true, false])
        #expect(key.limits[0].terms.trusted?.cleanSince == WallTime(seconds: 1_796_083_200 + 41 * 86_400))
        // The next day counts; what is learnt late takes nothing back.
        let more = [self.lose(&key, later.adding(seconds: 86_400)), self.lose(&key, Self.noon)]
        #expect(more == [true, false])
        var plain = self.key([self.limit("a", nil)])
        let plainly = self.lose(&plain, later)
        #expect(!plain.hasTrust && !plainly)
    }

    @Test func `a key that is stopped and one that goes on again begins anew`() throws {
        var key = self.key([self.limit("a", .init(afterCleanDays: 30, percent: 150))])
        key.carryTrust(from: nil, at: Self.noon)
        let stop = Self.noon.adding(seconds: 86_400 * 50)
        try key.suspend(.init(actor: "local:0", at: stop, reason: ""))
        #expect(key.limits[0].terms.trusted?.cleanSince == LimitTrust.firstDay(after: stop))
        let start = stop.adding(seconds: 86_400 * 50)
        try key.resume(.init(actor: "local:0", at: start, reason: ""))
        #expect(key.limits[0].terms.trusted?.cleanSince == LimitTrust.firstDay(after: start))
    }
}
