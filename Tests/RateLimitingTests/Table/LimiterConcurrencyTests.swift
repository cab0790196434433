import Dispatch
import Synchronization
import Testing

@testable import RateLimiting

@Suite struct LimiterConcurrencyTests {
    /// Runs the body on eight threads at once, so often each, and counts what it says yes to.
    private func yeses(each times: Int, _ body: @escaping @Sendable (Int, Int) -> Bool) -> Int {
        let sum = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let count = (0..<times).count { body(thread, $0) }
            sum.add(count, ordering: .relaxed)
        }
        return sum.load(ordering: .relaxed)
    }

    @Test(arguments: [
        LimitWindow.slidingWindow(limit: 1000, seconds: 3600), .tokenBucket(limit: 1, seconds: 86_400, burst: 1000),
    ])
    func `eight threads at a limit get exactly the limit`(_ window: LimitWindow) {
        let table = LimiterTableTests.table()
        let demand = LimitDemand(rule: LimiterTableTests.rule("r", window), subject: .everybody)
        // All within the first hundredth of a second, in any order.
        let count = self.yeses(each: 2000) { thread, step in
            table.spend(demand, at: UInt64(step * 1000 + thread)).isAdmitted
        }
        #expect(count == 1000)
    }

    @Test func `limits in opposite orders neither lock up nor leak`() {
        let table = LimiterTableTests.table(shards: 64)
        let rules = (0..<8).map { LimiterTableTests.rule("r\($0)", .slidingWindow(limit: 500, seconds: 3600)) }
        let count = self.yeses(each: 1000) { thread, _ in
            var demands = LimitDemands()
            for index in 0..<8 {
                let rule = rules[thread.isMultiple(of: 2) ? index : 7 - index]
                _ = demands.append(.init(rule: rule, subject: .everybody))
            }
            return table.spend(demands, at: 5).isAdmitted
        }
        #expect(count == 500)
    }

    @Test func `refused requests hold nothing back from others`() {
        let table = LimiterTableTests.table()
        let shared = LimiterTableTests.rule("shared", .slidingWindow(limit: 100, seconds: 3600))
        let empty = LimiterTableTests.rule("empty", .slidingWindow(limit: 1, seconds: 3600))
        #expect(table.spend(.init(rule: empty, subject: .everybody), at: 0).isAdmitted)
        // Odd threads always fail at the empty limit; even ones must get all hundred.
        let count = self.yeses(each: 500) { thread, _ in
            var demands = LimitDemands()
            _ = demands.append(.init(rule: shared, subject: .everybody))
            if !thread.isMultiple(of: 2) { _ = demands.append(.init(rule: empty, subject: .everybody)) }
            return table.spend(demands, at: 1).isAdmitted
        }
        #expect(count == 100)
    }

    @Test func `many subjects on many threads each get their own limit`() {
        let table = LimiterTableTests.table(capacity: 4096, shards: 16)
        let rule = LimiterTableTests.rule("r", .slidingWindow(limit: 3, seconds: 3600))
        let count = self.yeses(each: 2000) { _, step in
            table.spend(.init(rule: rule, subject: .init(high: 9, low: UInt64(step % 200))), at: 7).isAdmitted
        }
        #expect(count == 600)
    }
}
