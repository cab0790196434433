import HTTPMachines
import Testing

@Suite struct RetryBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    /// How many retries are allowed at that time.
    private static func allowed(_ budget: inout RetryBudget, at now: UInt64) -> Int {
        var count = 0
        while count < 1_000_000, budget.spend(now: now) { count += 1 }
        return count
    }

    @Test func `a share of the requests may be tried again, and so many more`() {
        var budget = RetryBudget(percent: 20, minimumPerSecond: 3)
        for _ in 0..<100 { budget.noteRequest(now: 0) }
        expect(Self.allowed(&budget, at: 0), equals: 20 + 30)
        budget.noteRequest(now: 1)
        expect(Self.allowed(&budget, at: 1), equals: 0)
    }

    @Test func `what was ten seconds ago counts no more`() {
        var budget = RetryBudget(percent: 100, minimumPerSecond: 0)
        for _ in 0..<5 { budget.noteRequest(now: 0) }
        expect(Self.allowed(&budget, at: 9 * Self.second), equals: 5)
        expect(Self.allowed(&budget, at: 10 * Self.second), equals: 0)
        budget.noteRequest(now: 18 * Self.second)
        // Those five retries are still in the last ten seconds, their requests are not.
        expect(Self.allowed(&budget, at: 18 * Self.second), equals: 0)
        budget.noteRequest(now: 19 * Self.second)
        expect(Self.allowed(&budget, at: 19 * Self.second), equals: 2)
    }

    @Test func `a long silence leaves what may be at any time`() {
        var budget = RetryBudget(percent: 20, minimumPerSecond: 1)
        expect(Self.allowed(&budget, at: 0), equals: 10)
        expect(Self.allowed(&budget, at: .max), equals: 10)
    }

    @Test func `without share and minimum nothing is tried again`() {
        var budget = RetryBudget(percent: 0, minimumPerSecond: 0)
        for _ in 0..<1_000 { budget.noteRequest(now: 5) }
        expect(budget.spend(now: 5), equals: false)
    }
}
