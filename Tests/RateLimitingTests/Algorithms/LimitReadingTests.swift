import Testing

@testable import RateLimiting

@Suite struct LimitReadingTests {
    private func reading(_ isAdmitted: Bool, used: UInt32, wait: UInt64) -> LimitReading {
        .init(
            window: .slidingWindow(limit: 10, seconds: 60), isAdmitted: isAdmitted, used: used, waitNanoseconds: wait)
    }

    @Test func `seconds are rounded up, so that nobody comes back too early`() {
        #expect(self.reading(false, used: 10, wait: 0).waitSeconds == 0)
        #expect(self.reading(false, used: 10, wait: 1).waitSeconds == 1)
        #expect(self.reading(false, used: 10, wait: 1_000_000_000).waitSeconds == 1)
        #expect(self.reading(false, used: 10, wait: 1_000_000_001).waitSeconds == 2)
        #expect(self.reading(false, used: 10, wait: .max).waitSeconds == 18_446_744_074)
    }

    @Test
    func `a refusal is tighter than an admission, a longer wait than a shorter one, a smaller rest than a larger`() {
        #expect(self.reading(false, used: 1, wait: 1).isTighter(than: self.reading(true, used: 10, wait: 9)))
        #expect(!self.reading(true, used: 10, wait: 9).isTighter(than: self.reading(false, used: 1, wait: 1)))
        #expect(self.reading(false, used: 1, wait: 2).isTighter(than: self.reading(false, used: 9, wait: 1)))
        #expect(self.reading(true, used: 9, wait: 1).isTighter(than: self.reading(true, used: 8, wait: 2)))
        #expect(self.reading(true, used: 9, wait: 2).isTighter(than: self.reading(true, used: 9, wait: 1)))
    }

    @Test func `a policy is told as its capacity and the time in which that comes back`() {
        let window = LimitWindow.slidingWindow(limit: 10, seconds: 60)
        #expect(window.capacity == 10 && window.refillSeconds == 60)
        let bucket = LimitWindow.tokenBucket(limit: 100, seconds: 60, burst: 10)
        #expect(bucket.capacity == 10 && bucket.refillSeconds == 6)
        #expect(LimitWindow.tokenBucket(limit: 3, seconds: 1, burst: 10).refillSeconds == 4)
        #expect(LimitWindow.tokenBucket(limit: 1000, seconds: 1, burst: 1).refillSeconds == 1)
        #expect(
            LimitWindow.tokenBucket(limit: 1, seconds: LimitWindow.longestSeconds, burst: .max).refillSeconds == .max)
    }

    @Test func `usage above a lowered limit leaves nothing`() {
        #expect(self.reading(true, used: 11, wait: 0).remaining == 0)
        #expect(self.reading(true, used: 4, wait: 0).remaining == 6)
    }
}
