package import Keys

/// When to try again: at once after a success, and after failures later each time, up to a minute, with some chance in
/// it so that many servers do not come back together.
package struct RetryPace: Hashable, Sendable {
    /// Wait after the first failure, and the longest.
    static let first: UInt64 = 1_000_000_000
    static let longest: UInt64 = 60_000_000_000

    private var failures: UInt64 = 0
    private var notBefore: MonotonicNanoseconds?

    package init() {}

    /// Whether it is time.
    package func allows(at now: MonotonicNanoseconds) -> Bool {
        self.notBefore.map { now >= $0 } ?? true
    }

    package mutating func succeeded() { self = .init() }

    /// Counts a failure. `chance`, any number, decides how much of the last fifth of the wait is waited.
    package mutating func failed(at now: MonotonicNanoseconds, chance: UInt64) {
        let wait = min(Self.longest, Self.first << min(self.failures, 6))
        self.failures += 1
        let (time, isBeyond) = now.addingReportingOverflow(wait - wait / 5 + chance % (wait / 5))
        self.notBefore = isBeyond ? .max : time
    }
}
