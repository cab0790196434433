import TestKit
import Testing

@testable import RateLimiting

/// What a request gives back, or is charged, after it was admitted.
@Suite struct LaterCostTests {
    private let second: UInt64 = 1_000_000_000
    private let subject = LimitSubject(high: 7, low: 7)

    private func table() -> LimiterTable {
        var random = SeededGenerator(seed: 3)
        return LimiterTable(capacity: 64, shardCount: 2, generator: &random)
    }

    private func spend(
        _ table: LimiterTable, _ window: LimitWindow, cost: UInt32 = 1, period: LimitPeriod = .none, at now: UInt64
    ) -> LimitReceipt? {
        var demands = LimitDemands()
        let rule = LimitRule(identity: 1, windows: [window])
        _ = demands.append(.init(rule: rule, subject: self.subject, cost: cost, period: period))
        guard table.spend(&demands, at: now).isAdmitted else { return nil }
        return demands.receipt(0, at: now)
    }

    @Test func `requests under way count until they are given back`() throws {
        let table = self.table()
        let window = LimitWindow.concurrency(limit: 2)
        let first = try #require(self.spend(table, window, at: 0))
        _ = try #require(self.spend(table, window, at: 0))
        #expect(self.spend(table, window, at: 1_000 * self.second) == nil)
        table.giveBack(1, of: first, at: 2_000 * self.second)
        let third = self.spend(table, window, at: 2_000 * self.second)
        #expect(third != nil)
        #expect(self.spend(table, window, at: 2_000 * self.second) == nil)
    }

    @Test func `a sliding window gets back what it still counts, and no more`() throws {
        let table = self.table()
        let window = LimitWindow.slidingWindow(limit: 10, seconds: 10)
        let early = try #require(self.spend(table, window, cost: 6, at: 0))
        _ = try #require(self.spend(table, window, cost: 4, at: 5 * self.second))
        table.giveBack(6, of: early, at: 6 * self.second)
        #expect(self.spend(table, window, cost: 6, at: 6 * self.second) != nil)
        #expect(self.spend(table, window, at: 6 * self.second) == nil)
        // A second time there is nothing left of it.
        table.giveBack(6, of: early, at: 6 * self.second)
        #expect(self.spend(table, window, at: 6 * self.second) == nil)
    }

    @Test func `a bucket gets back only what has not come back by itself`() throws {
        let table = self.table()
        let window = LimitWindow.tokenBucket(limit: 1, seconds: 1, burst: 10)
        let receipt = try #require(self.spend(table, window, cost: 10, at: 0))
        _ = try #require(self.spend(table, window, cost: 10, at: 10 * self.second))
        // All of the first has come back: what is missing now is the second's.
        table.giveBack(10, of: receipt, at: 10 * self.second)
        #expect(self.spend(table, window, at: 10 * self.second) == nil)
    }

    @Test func `what a request cost more is missing afterwards`() throws {
        let table = self.table()
        let window = LimitWindow.slidingWindow(limit: 10, seconds: 10)
        let receipt = try #require(self.spend(table, window, at: 0))
        table.force(100, of: receipt, at: self.second)
        #expect(self.spend(table, window, at: 5 * self.second) == nil)
        #expect(self.spend(table, window, at: 13 * self.second) != nil)
    }

    @Test func `periods begin with nothing used, and an earlier one never again`() throws {
        let table = self.table()
        let window = LimitWindow.period(limit: 3, seconds: 86_400)
        let today = LimitPeriod(number: 10, end: 100 * self.second)
        let tomorrow = LimitPeriod(number: 11, end: 200 * self.second)
        _ = try #require(self.spend(table, window, cost: 3, period: today, at: 0))
        #expect(self.spend(table, window, period: today, at: 1) == nil)
        _ = try #require(self.spend(table, window, cost: 3, period: tomorrow, at: 100 * self.second))
        // The clock was set back, and forward again.
        #expect(self.spend(table, window, period: today, at: 101 * self.second) == nil)
        #expect(self.spend(table, window, period: tomorrow, at: 102 * self.second) == nil)
    }

    @Test func `a limit in the shadow counts and never refuses`() {
        let table = self.table()
        let real = LimitRule(identity: 1, windows: [.slidingWindow(limit: 5, seconds: 60)])
        let shadow = LimitRule(identity: 2, windows: [.slidingWindow(limit: 2, seconds: 60)])
        var outcomes: [UInt64] = []
        for _ in 0..<6 {
            var demands = LimitDemands()
            _ = demands.append(.init(rule: shadow, subject: self.subject, isShadow: true))
            _ = demands.append(.init(rule: real, subject: self.subject))
            let outcome = table.spend(&demands, at: 0)
            outcomes.append(outcome.isAdmitted ? demands.shadowed : 99)
        }
        #expect(outcomes == [0, 0, 1, 1, 1, 99])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `no order of requests, ends and corrections admits more than the limit`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let table = LimiterTable(capacity: 64, shardCount: 2, generator: &random)
        let windows: [LimitWindow] = [
            .concurrency(limit: 5), .slidingWindow(limit: 20, seconds: 10),
            .tokenBucket(limit: 2, seconds: 1, burst: 8),
        ]
        let window = windows[Int(seed % 3)]
        var held: [(receipt: LimitReceipt, cost: UInt32)] = []
        var spent: [(at: UInt64, cost: UInt32)] = []
        var now: UInt64 = 0
        for _ in 0..<400 {
            now += random.next() % (2 * self.second)
            if random.next() % 3 > 0 {
                let cost = 1 + UInt32(random.next() % 4)
                guard let receipt = self.spend(table, window, cost: cost, at: now) else { continue }
                held.append((receipt, cost))
                spent.append((now, cost))
            } else if !held.isEmpty {
                let index = Int(random.next() % UInt64(held.count))
                let (receipt, cost) = held.remove(at: index)
                // A request that turned out to be free was never there.
                if let place = spent.firstIndex(where: { $0.at == receipt.spentAt && $0.cost == cost }) {
                    spent.remove(at: place)
                }
                table.giveBack(cost, of: receipt, at: now)
            }
            switch window.kind {
            case .concurrency: try #require(held.reduce(0) { $0 + $1.cost } <= window.limit, "seed \(seed)")
            case .sliding:
                let live = spent.filter { now - $0.at < 10 * self.second }
                try #require(live.reduce(0) { $0 + $1.cost } <= window.limit, "seed \(seed)")
            default:
                for (index, first) in spent.enumerated() {
                    let sum = spent[index...].reduce(0) { $0 + UInt64($1.cost) }
                    let most = Double(window.burst) + 2 * Double(now - first.at) / Double(self.second)
                    try #require(Double(sum) <= most + 1e-6, "seed \(seed)")
                }
            }
        }
    }
}
