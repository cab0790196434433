package import Keys

/// How far one sink has come, and what is to be done next. The audit log itself is the spool: a sink has got every entry
/// before its position, in order, and nothing waits anywhere else.
///
/// Deliveries are repeated until they succeed, so a record may arrive twice, and none is left out. The position is
/// written down at most once a second; a process that dies sends again what it had sent since.
package struct SinkProgress: Hashable, Sendable {
    /// What to do now.
    package enum Step: Hashable, Sendable {
        /// Deliver entries, beginning with that sequence number.
        case deliver(from: UInt64, atMost: Int)
        /// Write the position down.
        case keep(position: UInt64)
        /// Nothing, for so long.
        case wait(nanoseconds: UInt64)
    }

    /// Between two looks at the log.
    package static let lookInterval: UInt64 = 200_000_000
    /// Between two times that the position is written down while there is more to deliver.
    package static let keepInterval: UInt64 = 1_000_000_000
    /// After the first failure; doubled with each.
    package static let shortestDelay: UInt64 = 500_000_000
    package static let longestDelay: UInt64 = 60_000_000_000

    /// Sequence number of the next entry to deliver.
    package private(set) var position: UInt64
    /// How many deliveries have failed since the last that did not.
    package private(set) var failures: UInt32 = 0
    /// Since when there has been something to deliver; `nil` when there is not.
    package private(set) var behindSince: MonotonicNanoseconds?

    private var keptPosition: UInt64
    private var keptAt: MonotonicNanoseconds = 0
    private var notBefore: MonotonicNanoseconds = 0
    /// How many records are tried at once: fewer after a failure, so that a slow sink gets on at all.
    private var batch: Int
    private let mostRecords: Int

    /// Begins where it was written down last; a beginning that is not written down yet is not `isKept`.
    package init(position: UInt64, isKept: Bool = true, mostRecords: Int) {
        self.position = position
        self.keptPosition = isKept ? position : .max
        self.mostRecords = max(mostRecords, 1)
        self.batch = self.mostRecords
    }

    /// Whether the position is written down as it is.
    package var isKept: Bool { self.keptPosition == self.position }

    /// The next thing to do, when the log has so many entries.
    package mutating func next(logSize: UInt64, at now: MonotonicNanoseconds) -> Step {
        let isBehind = logSize > self.position
        self.behindSince = isBehind ? self.behindSince ?? now : nil
        let isResting = now < self.notBefore
        if !self.isKept, now >= self.keptAt &+ Self.keepInterval || self.keptAt == 0 {
            return .keep(position: self.position)
        }
        if isBehind, !isResting { return .deliver(from: self.position, atMost: self.batch) }
        return .wait(nanoseconds: isResting ? min(self.notBefore - now, Self.lookInterval) : Self.lookInterval)
    }

    /// So many records have arrived, as far as anybody can know.
    package mutating func delivered(_ count: Int) {
        self.position += UInt64(clamping: count)
        self.failures = 0
        if count >= self.batch { self.batch = min(self.batch * 2, self.mostRecords) }
    }

    /// A delivery failed: nothing is known of what it carried. `chance` is any number, and spreads the next tries of
    /// many over time.
    package mutating func failed(at now: MonotonicNanoseconds, chance: UInt64) {
        self.failures = self.failures == .max ? .max : self.failures + 1
        self.batch = max(self.batch / 2, 1)
        let doublings = min(self.failures - 1, 16)
        let delay = min(Self.shortestDelay << UInt64(doublings), Self.longestDelay)
        self.notBefore = now &+ delay / 2 &+ chance % (delay / 2 + 1)
    }

    /// The position was written down, or could not be: then it is tried again after a while.
    package mutating func kept(_ position: UInt64?, at now: MonotonicNanoseconds) {
        if let position { self.keptPosition = position }
        self.keptAt = max(now, 1)
    }
}
