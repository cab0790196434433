import Testing

@testable import GatehouseServer

@Suite struct WipeWitnessTests {
    private final class Holder: Sendable {}

    @Test func `it holds nothing, and sees when the last holder is gone`() async {
        var first: Holder? = Holder()
        var second: Holder? = Holder()
        var witness = WipeWitness([])
        if let first, let second { witness = WipeWitness([first]).and([second]) }
        #expect(!witness.isWiped)
        #expect(first != nil)
        first = nil
        #expect(!witness.isWiped)
        #expect(await !witness.waited(atMost: .zero))
        #expect(second != nil)
        second = nil
        #expect(witness.isWiped)
        #expect(await witness.waited(atMost: .zero))
    }
}
