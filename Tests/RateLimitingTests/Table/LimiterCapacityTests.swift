import TestKit
import Testing

@testable import RateLimiting

@Suite struct LimiterCapacityTests {
    /// One shard of 32 slots and its shared ones.
    private func smallTable() -> LimiterTable { LimiterTableTests.table(capacity: 1, shards: 1) }

    @Test func `a full table shares counts and never admits too much`() {
        let table = self.smallTable()
        let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 2, seconds: 60))
        var admitted: [UInt64: Int] = [:]
        for round in 0..<20 {
            for low in 0..<UInt64(200) {
                let demand = LimitDemand(rule: rule, subject: .init(high: 0, low: low))
                if table.spend(demand, at: UInt64(round)).isAdmitted { admitted[low, default: 0] += 1 }
            }
        }
        #expect(admitted.values.allSatisfy { $0 <= 2 })
        // 32 subjects of their own and the shared count.
        #expect(admitted.values.reduce(0, +) == 66)
        #expect(table.usage.overflows > 0)
    }

    /// In parts, which run beside each other.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func `whoever shared a count and gets a slot later goes on with it`(part: UInt64) {
        for seed in stride(from: part, to: 300, by: 3) {
            let table = self.smallTable()
            let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 3, seconds: 4))
            var generator = SeededGenerator(seed: seed)
            var times: [UInt64: [UInt64]] = [:]
            var now: UInt64 = 0
            for _ in 0..<600 {
                now += generator.next() % 40_000_000
                let low = generator.next() % 60
                guard table.spend(.init(rule: rule, subject: .init(high: 0, low: low)), at: now).isAdmitted else {
                    continue
                }
                times[low, default: []].append(now)
                let recent = times[low]?.count { $0 + 4_000_000_000 >= now } ?? 0
                guard recent <= 3 else {
                    Issue.record("seed \(seed): subject \(low) got \(recent)")
                    return
                }
            }
        }
    }

    @Test func `slots in which nothing counts any more are given away, others never`() {
        let table = self.smallTable()
        let long = LimiterTableTests.rule("long", .slidingWindow(limit: 1, seconds: 3600))
        let short = LimiterTableTests.rule("short", .slidingWindow(limit: 1, seconds: 1))
        let kept = LimitDemand(rule: long, subject: .everybody)
        #expect(table.spend(kept, at: 0).isAdmitted)
        for round in 1..<UInt64(50) {
            for low in 0..<UInt64(20) {
                let demand = LimitDemand(rule: short, subject: .init(high: round, low: low))
                #expect(table.spend(demand, at: round * 2 * LimiterTableTests.second).isAdmitted)
            }
        }
        #expect(!table.spend(kept, at: 200 * LimiterTableTests.second).isAdmitted)
        #expect(table.usage.overflows == 0)
    }

    @Test func `when even the shared slots are taken, nothing passes`() {
        let table = self.smallTable()
        for index in 0..<100 {
            let rule = LimiterTableTests.rule("r\(index)", .slidingWindow(limit: UInt32(index + 1), seconds: 60))
            let outcome = table.spend(.init(rule: rule, subject: .everybody), at: 0)
            #expect(outcome.isAdmitted == (index < 48))
            if case .refused(let reading, _) = outcome { #expect(reading.waitSeconds == 1 && reading.remaining == 0) }
        }
    }

    @Test func `windows of one limit never share a slot`() {
        // Filled with slots that are as good as new, the table gives them away while a rule claims four windows.
        let table = self.smallTable()
        let short = LimiterTableTests.rule("short", .slidingWindow(limit: 1, seconds: 1))
        for low in 0..<UInt64(32) { _ = table.spend(.init(rule: short, subject: .init(high: 0, low: low)), at: 0) }
        let rule = LimiterTableTests.rule(
            "four", .slidingWindow(limit: 9, seconds: 100), .slidingWindow(limit: 7, seconds: 90),
            .slidingWindow(limit: 5, seconds: 80), .slidingWindow(limit: 3, seconds: 70))
        let demand = LimitDemand(rule: rule, subject: .everybody)
        let now = 10 * LimiterTableTests.second
        #expect((0..<20).count { _ in table.spend(demand, at: now).isAdmitted } == 3)
        #expect((0..<20).count { _ in table.spend(demand, at: now + 78 * LimiterTableTests.second).isAdmitted } == 2)
    }
}
