/// Whether a client keeps up with the speed it has to have: a bucket that leaks time.
///
/// While the client is waited for, time flows in; each byte lets out as much as it may take. Who is behind by more than the
/// patience is too slow. Being fast at first earns nothing for later, and what is not the client's fault does not count.
struct TransferPace {
    /// Nanoseconds that the client is behind.
    private(set) var behind: UInt64 = 0
    /// Bytes that have been taken account of.
    private var seen: UInt64 = 0

    /// Looks again.
    ///
    /// - Parameters:
    ///   - total: bytes that have passed; less than before when a new count has begun.
    ///   - elapsed: nanoseconds since it was looked last.
    ///   - isAwaited: it is the client that has been waited for.
    ///   - rate: bytes a second, above 0.
    ///   - patience: nanoseconds that the client may be behind.
    /// - Returns: whether it is behind by more.
    mutating func isTooSlow(
        total: UInt64, elapsed: UInt64, isAwaited: Bool, rate: UInt64, patience: UInt64
    ) -> Bool {
        let passed = total >= self.seen ? total - self.seen : total
        self.seen = total
        if isAwaited { self.behind &+= min(elapsed, 1 << 40) }
        // Bounded so that the product fits: more than a gigabyte at a time makes up for anything.
        let earned = min(passed, 1 << 30) &* 1_000_000_000 / max(rate, 1)
        self.behind = self.behind > earned ? self.behind - earned : 0
        return isAwaited && self.behind > patience
    }

    /// Nobody is waited for any more.
    mutating func forget() { self.behind = 0 }
}
