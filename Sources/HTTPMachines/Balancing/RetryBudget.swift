/// How many requests of an upstream may be tried again, so that retries never multiply the load of one that is down.
///
/// In any ten seconds at most a share of the requests, and so many more. Pure: time comes in, in nanoseconds of a monotonic
/// clock.
package struct RetryBudget: Sendable {
    private static let window: UInt64 = 10

    private let percent: UInt64
    private let minimum: UInt64
    /// Of each of the last ten seconds, by its number modulo ten.
    private var requests = InlineArray<10, UInt32>(repeating: 0)
    private var retries = InlineArray<10, UInt32>(repeating: 0)
    /// Number of the last second that was counted in.
    private var second: UInt64 = 0

    /// - Parameters:
    ///   - percent: retries for a hundred requests, 0...100.
    ///   - minimumPerSecond: retries that are allowed beyond, 0...100,000 a second.
    package init(percent: Int = 20, minimumPerSecond: Int = 10) {
        self.percent = UInt64(min(max(percent, 0), 100))
        self.minimum = UInt64(min(max(minimumPerSecond, 0), 100_000)) * Self.window
    }

    /// A request is sent for the first time.
    package mutating func noteRequest(now: UInt64) {
        self.advance(to: now)
        let index = self.index
        if self.requests[index] < .max { self.requests[index] += 1 }
    }

    /// A request is to be tried again.
    ///
    /// - Returns: whether it may be; it is counted when it may.
    package mutating func spend(now: UInt64) -> Bool {
        self.advance(to: now)
        var (requests, retries): (UInt64, UInt64) = (0, 0)
        for index in 0..<10 {
            requests += UInt64(self.requests[index])
            retries += UInt64(self.retries[index])
        }
        guard retries < requests * self.percent / 100 + self.minimum else { return false }
        self.retries[self.index] += 1
        return true
    }

    private var index: Int { Int(self.second % Self.window) }

    /// Forgets the seconds that are over.
    private mutating func advance(to now: UInt64) {
        let current = now / 1_000_000_000
        guard current > self.second else { return }
        for _ in 0..<min(current - self.second, Self.window) {
            self.second += 1
            self.requests[self.index] = 0
            self.retries[self.index] = 0
        }
        self.second = current
    }
}
