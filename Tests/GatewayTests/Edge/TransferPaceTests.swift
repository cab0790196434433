import Testing

@testable import Gateway

@Suite struct TransferPaceTests {
    private static let tick: UInt64 = 50_000_000
    private static let patience: UInt64 = 1_000_000_000

    /// Ticks with so many bytes each until it is too slow; `nil` when it never is.
    private func ticks(_ bytes: UInt64, rate: UInt64 = 100, isAwaited: Bool = true, most: Int = 10_000) -> Int? {
        var pace = TransferPace()
        for count in 1...most {
            let isSlow = pace.isTooSlow(
                total: UInt64(count) * bytes, elapsed: Self.tick, isAwaited: isAwaited, rate: rate,
                patience: Self.patience)
            if isSlow { return count }
        }
        return nil
    }

    @Test func `silence is too slow when the patience is over`() { #expect(self.ticks(0) == 21) }

    @Test func `half the speed is too slow after twice the patience`() {
        // 5 bytes a tick are 100 a second.
        #expect(self.ticks(5) == nil)
        #expect(self.ticks(10, rate: 400) == 41)
    }

    @Test func `what is not waited for never is`() { #expect(self.ticks(0, isAwaited: false) == nil) }

    @Test func `to be fast at first earns nothing for later`() {
        var pace = TransferPace()
        _ = pace.isTooSlow(
            total: 1_000_000_000, elapsed: Self.tick, isAwaited: true, rate: 1, patience: Self.patience)
        #expect(pace.behind == 0)
        var count = 0
        while !pace.isTooSlow(
            total: 1_000_000_000, elapsed: Self.tick, isAwaited: true, rate: 1, patience: Self.patience), count < 100
        { count += 1 }
        #expect(count == 20)
    }

    @Test func `a new count begins with what has passed of it, and no number overflows`() {
        var pace = TransferPace()
        _ = pace.isTooSlow(total: 500, elapsed: Self.tick, isAwaited: true, rate: 1, patience: Self.patience)
        _ = pace.isTooSlow(total: 3, elapsed: .max, isAwaited: true, rate: 1, patience: .max)
        #expect(pace.behind == (1 << 40) - 3_000_000_000)
        _ = pace.isTooSlow(total: .max, elapsed: .max, isAwaited: true, rate: 0, patience: .max)
        #expect(pace.behind < 1 << 41)
    }
}
