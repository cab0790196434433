import TestKit
import Testing

@testable import RateLimiting

@Suite struct LimiterTableTests {
    static let second: UInt64 = 1_000_000_000

    static func table(capacity: Int = 1024, shards: Int = 8, seed: UInt64 = 1) -> LimiterTable {
        var generator = SeededGenerator(seed: seed)
        return .init(capacity: capacity, shardCount: shards, generator: &generator)
    }

    static func rule(_ name: String, _ windows: LimitWindow...) -> LimitRule {
        .init(identity: LimitRule.identity(name), windows: windows)
    }

    static func demands(_ demands: LimitDemand...) -> LimitDemands {
        var list = LimitDemands()
        for demand in demands where !list.append(demand) { Issue.record("no room") }
        return list
    }

    @Test func `without limits nothing is counted`() {
        var none = LimitDemands()
        let outcome = Self.table().spend(&none, at: 0)
        #expect(outcome == .unlimited)
    }

    @Test func `a request spends all its limits or none, as a model without any table says`() {
        for seed in 0..<UInt64(1_500) {
            var generator = SeededGenerator(seed: seed)
            let rules = (0..<5).map { Self.randomRule("r\($0)", &generator) }
            let table = Self.table(capacity: 256, shards: 4, seed: seed)
            var model = LimiterModel()
            for step in Schedule(seed: seed, steps: 40, seconds: 2, mostCost: 2).steps {
                var demands = LimitDemands()
                for rule in rules where generator.next() % 2 == 0 {
                    let subject = LimitSubject(high: 0, low: generator.next() % 3)
                    _ = demands.append(.init(rule: rule, subject: subject, cost: step.cost))
                }
                guard demands.count > 0 else { continue }
                let expected = model.spend(demands, at: step.at)
                let outcome = table.spend(&demands, at: step.at)
                guard outcome == expected else {
                    Issue.record("seed \(seed): \(outcome)")
                    return
                }
            }
        }
    }

    private static func randomRule(_ name: String, _ generator: inout SeededGenerator) -> LimitRule {
        let limit = 1 + UInt32(generator.next() % 6)
        let seconds = 1 + UInt32(generator.next() % 3)
        switch generator.next() % 3 {
        case 0: return Self.rule(name, .tokenBucket(limit: limit, seconds: seconds, burst: 1 + limit / 2))
        case 1: return Self.rule(name, .slidingWindow(limit: limit, seconds: seconds))
        default:
            return Self.rule(
                name, .slidingWindow(limit: limit, seconds: seconds),
                .slidingWindow(limit: limit * 3, seconds: seconds * 5))
        }
    }

    @Test func `a refusal names every limit that refused and the longest wait`() {
        let table = Self.table()
        let minute = Self.rule("minute", .slidingWindow(limit: 1, seconds: 60))
        let hour = Self.rule("hour", .slidingWindow(limit: 1, seconds: 3600))
        let wide = Self.rule("wide", .slidingWindow(limit: 100, seconds: 60))
        let demands = Self.demands(
            .init(rule: wide, subject: .everybody), .init(rule: minute, subject: .everybody),
            .init(rule: hour, subject: .everybody))
        guard case .admitted(let first) = table.spend(demands, at: 0) else {
            Issue.record("refused")
            return
        }
        #expect(first.remaining == 0 && first.position == 2)
        guard case .refused(let reading, let violations) = table.spend(demands, at: 1) else {
            Issue.record("admitted")
            return
        }
        #expect(violations == 0b110)
        #expect(reading.position == 2 && reading.window.seconds == 3600)
        // The wide limit gave its share back: 99 more pass.
        let only = Self.demands(.init(rule: wide, subject: .everybody))
        #expect((0..<200).count { _ in table.spend(only, at: 2).isAdmitted } == 99)
    }

    @Test func `the same limit twice in one request is spent twice`() {
        let table = Self.table()
        let rule = Self.rule("r", .slidingWindow(limit: 3, seconds: 10))
        let demand = LimitDemand(rule: rule, subject: .everybody)
        #expect(table.spend(Self.demands(demand, demand), at: 0).isAdmitted)
        #expect(!table.spend(Self.demands(demand, demand), at: 0).isAdmitted)
        #expect(table.spend(demand, at: 0).isAdmitted)
        #expect(!table.spend(demand, at: 0).isAdmitted)
    }

    @Test func `as many limits fit as a request can have, and one more is refused to the caller`() {
        var demands = LimitDemands()
        for index in 0..<LimitDemands.most {
            let rule = Self.rule("r\(index)", .slidingWindow(limit: 2, seconds: 10))
            let hasRoom = demands.append(.init(rule: rule, subject: .init(high: 1, low: UInt64(index))))
            #expect(hasRoom)
        }
        let rule = Self.rule("one more", .slidingWindow(limit: 2, seconds: 10))
        let hasRoom = demands.append(.init(rule: rule, subject: .everybody))
        #expect(!hasRoom)
        let table = Self.table(shards: 64)
        #expect((0..<10).count { _ in table.spend(demands, at: 0).isAdmitted } == 2)
    }

    @Test func `a cost of nothing asks without spending`() {
        let table = Self.table()
        let rule = Self.rule("r", .tokenBucket(limit: 1, seconds: 10, burst: 1))
        for _ in 0..<5 { #expect(table.spend(.init(rule: rule, subject: .everybody, cost: 0), at: 0).isAdmitted) }
        #expect(table.spend(.init(rule: rule, subject: .everybody), at: 0).isAdmitted)
    }

    @Test func `subjects and rules do not share counts`() {
        let table = Self.table()
        for name in ["a", "b"] {
            let rule = Self.rule(name, .slidingWindow(limit: 1, seconds: 10))
            for low in 0..<UInt64(50) {
                let demand = LimitDemand(rule: rule, subject: .init(high: 0, low: low))
                #expect(table.spend(demand, at: 0).isAdmitted)
                #expect(!table.spend(demand, at: 0).isAdmitted)
            }
        }
    }

    @Test func `identities differ by name and by owner`() {
        let identities = [
            LimitRule.identity("a"), LimitRule.identity("b"), LimitRule.identity("ab"), LimitRule.identity(""),
            LimitRule.identity("a", owner: (1, 0)), LimitRule.identity("a", owner: (0, 1)),
            LimitRule.identity("a", owner: (1, 1)),
        ]
        #expect(Set(identities).count == identities.count)
    }
}
