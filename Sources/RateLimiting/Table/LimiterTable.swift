import Synchronization

/// The counts of all limits, shared by all event loops, in memory fixed at the start.
///
/// A request spends all its limits or none: the shards it needs are locked in their order, everything is weighed and
/// spent, and if one limit refuses, the others get back what they gave before any lock is let go. Nobody ever sees a
/// count that does not stand, so N requests at once on a limit of L admit exactly L.
package final class LimiterTable: Sendable {
    private let shards: [LimiterShard]
    private let seed: SubjectHash.Seed

    /// - Parameters:
    ///   - capacity: windows counted for subjects at the same time, up to 4,194,304; a slot takes 112 bytes, and there
    ///     are between two and four for each. Beyond that, subjects share counts, which can only refuse early.
    ///   - shardCount: locks; rounded up to a power of two.
    ///   - generator: cryptographically secure; what clients choose must not meet in the table by design.
    package init(capacity: Int, shardCount: Int = 64, generator: inout some RandomNumberGenerator) {
        let shardCount = Self.powerOfTwo(min(max(shardCount, 1), 1024))
        let perShard = 2 * min(max(capacity, 1), 1 << 22) / shardCount
        let slots = Self.powerOfTwo(max(perShard, LimiterCells.reach))
        self.shards = (0..<shardCount).map { _ in .init(slots: slots) }
        self.seed = .init(&generator)
    }

    /// Spends every limit of a request, or none. `now` is in monotonic nanoseconds.
    package func spend(_ demands: inout LimitDemands, at now: UInt64) -> SpendOutcome {
        guard demands.count > 0 else { return .unlimited }
        return demands.withDemands { self.spend($0, at: now) }
    }

    /// Spends one limit.
    package func spend(_ demand: LimitDemand, at now: UInt64) -> SpendOutcome {
        var demand = demand
        return withUnsafeMutablePointer(to: &demand) { self.spend(.init(start: $0, count: 1), at: now) }
    }

    private func spend(_ demands: UnsafeMutableBufferPointer<LimitDemand>, at now: UInt64) -> SpendOutcome {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: demands.count) { order in
            let mask = UInt64(self.shards.count - 1)
            var spending = Spending(demands, order: order, now, seed: self.seed, shardMask: mask)
            self.lockAndSpend(0, &spending)
            return spending.outcome
        }
    }

    /// Slots that have been used, and how often subjects had to share because their part of the table was full.
    package var usage: (slots: Int, overflows: UInt64) {
        self.shards.reduce((0, 0)) { sum, shard in
            shard.cells.withLock { (sum.0 + $0.used, sum.1 &+ $0.overflows) }
        }
    }

    private func lockAndSpend(_ step: Int, _ spending: inout Spending) {
        self.shards[spending.shard(step)].cells.withLock { self.spend(step, in: &$0, &spending) }
    }

    /// One limit of the request, then those behind it while the lock is held. The depth is bounded by
    /// `LimitDemands.most`.
    private func spend(_ step: Int, in cells: inout LimiterCells, _ spending: inout Spending) {
        let weighed = cells.spend(&spending.demands[spending.position(step)], at: spending.now)
        spending.note(weighed, step)
        let next = step + 1
        if next < spending.count {
            if spending.shard(next) == spending.shard(step) {
                self.spend(next, in: &cells, &spending)
            } else {
                self.lockAndSpend(next, &spending)
            }
        }
        if spending.isRefused { cells.giveBack(weighed) }
    }

    private static func powerOfTwo(_ value: Int) -> Int {
        value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
    }
}

/// One lock and the slots behind it.
private final class LimiterShard: Sendable {
    let cells: Mutex<LimiterCells>

    init(slots: Int) { self.cells = .init(.init(count: slots)) }
}
