import TestKit
import Testing

@testable import RateLimiting

@Suite struct FailureBudgetTests {
    private func budget(capacity: Int = 1024) -> FailureBudget {
        var generator = SeededGenerator(seed: 3)
        return .init(failures: 5, seconds: 60, delayNanoseconds: 7, capacity: capacity, generator: &generator)
    }

    @Test func `failures are over budget only after the last one within it`() {
        let budget = self.budget()
        let address = LimitSubject(high: 1, low: 2)
        let outcomes = (0..<8).map { budget.charge(address, at: UInt64($0)).isAdmitted }
        #expect(outcomes == [true, true, true, true, true, false, false, false])
        #expect(budget.delayNanoseconds == 7)
        guard case .refused(let reading, _) = budget.charge(address, at: 9) else {
            Issue.record("within budget")
            return
        }
        #expect(reading.waitSeconds == 66)
        #expect(budget.charge(address, at: 66_000_000_000).isAdmitted)
    }

    @Test func `a look at a budget counts nothing and tells when it is spent`() {
        let budget = self.budget()
        let address = LimitSubject(high: 1, low: 2)
        for count in 0..<5 as Range<UInt64> {
            for _ in 0..<10 { #expect(budget.exhausted(address, at: count) == nil) }
            #expect(budget.charge(address, at: count).isAdmitted)
        }
        let reading = budget.exhausted(address, at: 9)
        #expect(reading?.isAdmitted == false && reading?.remaining == 0 && reading?.waitSeconds == 66)
        #expect(budget.exhausted(address, at: 66_000_000_000) == nil)
        #expect(budget.exhausted(.init(high: 1, low: 3), at: 9) == nil)
    }

    @Test func `one address does not pay for another`() {
        let budget = self.budget()
        for _ in 0..<9 { _ = budget.charge(.init(high: 1, low: 2), at: 0) }
        #expect(budget.charge(.init(high: 1, low: 3), at: 0).isAdmitted)
    }

    @Test func `more addresses than it can remember share budgets and never get more`() {
        let budget = self.budget(capacity: 1)
        var generator = SeededGenerator(seed: 8)
        var within: [UInt64: Int] = [:]
        for _ in 0..<60_000 {
            let low = generator.next() % 5000
            if budget.charge(.init(high: 0, low: low), at: 1).isAdmitted { within[low, default: 0] += 1 }
        }
        #expect(within.values.allSatisfy { $0 <= 5 })
    }
}
