import Testing

@testable import GatehouseServer

@Suite struct WipeCheckTests {
    private final class Holder: Sendable {}

    @Test func `it holds nothing, and sees when the last holder is gone`() async {
        var first: Holder? = Holder()
        var second: Holder? = Holder()
        var wipe = WipeCheck([])
        if let first, let second { wipe = WipeCheck([first]).and([second]) }
        #expect(!wipe.isWiped)
        #expect(first != nil)
        first = nil
        #expect(!wipe.isWiped)
        #expect(await !wipe.waited(atMost: .zero))
        #expect(second != nil)
        second = nil
        #expect(wipe.isWiped)
        #expect(await wipe.waited(atMost: .zero))
    }
}
