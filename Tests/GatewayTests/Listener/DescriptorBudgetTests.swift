import Gateway
import Testing

/// How many connections fit the files that may be open.
@Suite struct DescriptorBudgetTests {
    @Test func `where all fit there are as many as are configured`() {
        let budget = DescriptorBudget(limit: 2 * 1_000 + 500 + 24 + 256, gateway: 1_000, verifiers: 500, redirected: 24)
        #expect(!budget.isShort)
        #expect([budget.gateway, budget.verifiers, budget.redirected] == [1_000, 500, 24])
        let short = DescriptorBudget(limit: budget.wanted - 1, gateway: 1_000, verifiers: 500, redirected: 24)
        #expect(short.isShort)
        #expect(short.gateway < 1_000)
    }

    @Test(arguments: [0, 1, 64, 256, 1_024, 4_096, 20_000] as [UInt64])
    func `where they do not, what is taken fits and leaves the reserve`(limit: UInt64) {
        let budget = DescriptorBudget(limit: limit, gateway: 16_384, verifiers: 8_192, redirected: 1_024)
        #expect(budget.isShort)
        #expect(min(budget.gateway, budget.verifiers, budget.redirected) >= 1)
        let taken = UInt64(budget.gateway * 2 + budget.verifiers + budget.redirected)
        #expect(taken <= max(limit - min(DescriptorBudget.reserve, limit / 2), 4))
    }

    @Test func `a listener that there is not takes nothing`() {
        let budget = DescriptorBudget(limit: 1_024, gateway: 16_384)
        #expect([budget.gateway, budget.verifiers, budget.redirected] == [384, 0, 0])
    }
}
