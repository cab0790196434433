import Synchronization

/// The counts of all limits, shared by all event loops, in memory fixed at the start.
///
/// A request spends all its limits or none: the shards it needs are locked in their order, everything is weighed and
/// spent, and if one limit refuses, the others get back what they gave before any lock is let go. Nobody ever sees a
/// count that does not stand, so N requests at once on a limit of L admit exactly L.
package final class LimiterTable: Sendable {
    private let shards: [LimiterShard]
    /// The same once more, to be used without being retained for every limit of every request.
    private let borrowed: [Unmanaged<LimiterShard>]
    private let seed: SubjectHash.Seed
    /// Slots there are, those that are shared left out.
    package let slotCount: Int
    /// Whether somebody has been told that a writing should not wait.
    private let hasPressed = Atomic(false)
    private let ledger = Mutex<LedgerCalls?>(nil)

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
        self.slotCount = slots * shardCount
        self.borrowed = self.shards.map { .passUnretained($0) }
        self.seed = .init(&generator)
    }

    /// Spends every limit of a request, or none. `now` is in monotonic nanoseconds.
    package func spend(_ demands: inout LimitDemands, at now: UInt64) -> SpendOutcome {
        guard demands.count > 0 else { return .unlimited }
        var shadowed: UInt64 = 0
        let outcome = demands.withDemands { self.spend($0, at: now, &shadowed) }
        demands.shadowed = shadowed
        return outcome
    }

    /// Spends one limit.
    package func spend(_ demand: LimitDemand, at now: UInt64) -> SpendOutcome {
        var demand = demand
        var shadowed: UInt64 = 0
        return withUnsafeMutablePointer(to: &demand) { self.spend(.init(start: $0, count: 1), at: now, &shadowed) }
    }

    private func spend(
        _ demands: UnsafeMutableBufferPointer<LimitDemand>, at now: UInt64, _ shadowed: inout UInt64
    ) -> SpendOutcome {
        guard let start = demands.baseAddress else { return .unlimited }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: demands.count) { order in
            let mask = UInt64(self.shards.count - 1)
            var spending = Spending(
                start, count: demands.count, order: order, now, seed: self.seed, shardMask: mask)
            self.lockAndSpend(0, &spending)
            shadowed = spending.shadowed
            if spending.isPressing { self.press() }
            return spending.outcome
        }
    }

    /// What the table knows of its own error and of its room.
    package var usage: LimiterUsage {
        self.shards.reduce(.init()) { sum, shard in sum + shard.cells.withLock(\.usage) }
    }

    private func lockAndSpend(_ step: Int, _ spending: inout Spending) {
        self.borrowed[spending.shard(step)]._withUnsafeGuaranteedRef { shard in
            shard.cells.withLock { self.spend(step, in: &$0, &spending) }
        }
    }

    /// One limit of the request, then those behind it while the lock is held. The depth is bounded by
    /// `LimitDemands.most`.
    private func spend(_ step: Int, in cells: inout LimiterCells, _ spending: inout Spending) {
        let weighed = cells.spend(spending.demand(step), at: spending.now)
        spending.note(weighed, step)
        let next = step + 1
        if next < spending.count {
            if spending.shard(next) == spending.shard(step) {
                self.spend(next, in: &cells, &spending)
            } else {
                self.lockAndSpend(next, &spending)
            }
        }
        let hasRefused = weighed.tightest.map { !$0.isAdmitted } ?? false
        // A limit in the shadow that would have refused has not been spent either.
        if spending.isRefused || hasRefused { cells.giveBack(weighed) }
        if hasRefused { self.noteRefusal(step, weighed, in: &cells, &spending) }
        if cells.isPressing { spending.isPressing = true }
    }

    private func noteRefusal(
        _ step: Int, _ weighed: WeighedLimit, in cells: inout LimiterCells, _ spending: inout Spending
    ) {
        let demand = spending.demand(step)
        guard weighed.tightest?.cause == .window, !demand.pointee.isShadow else { return }
        cells.noteRefusal(of: demand, at: spending.now)
    }

    // MARK: Later

    /// Gives back some of what a request has spent of a limit, as far as it still counts.
    package func giveBack(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.correct(receipt) { $0.giveBack(cost, of: receipt, at: now) }
    }

    /// Counts what a request has cost more than it was counted for, whatever the limit says.
    package func force(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.correct(receipt) { $0.force(cost, of: receipt, at: now) }
    }

    private func correct(_ receipt: LimitReceipt, _ body: (inout LimiterCells) -> Void) {
        let isPressing = self.shard(of: receipt.hash).cells.withLock { cells in
            body(&cells)
            return cells.isPressing
        }
        if isPressing { self.press() }
    }

    private func shard(of hash: SubjectHash) -> LimiterShard {
        self.shards[Int(truncatingIfNeeded: (hash.high >> 1) & UInt64(self.shards.count - 1))]
    }

    private static func powerOfTwo(_ value: Int) -> Int {
        value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
    }
}

extension LimiterTable {
    /// What the table asks of whoever writes its counts down.
    struct LedgerCalls: Sendable {
        /// Somebody waits for the next writing. Must not block.
        let press: @Sendable () -> Void
    }

    /// From here on windows that are to be kept spend no further ahead of what is written than their reserve. `history` are
    /// the ends of processes before this one that had not written all down.
    package func openLedger(_ history: LedgerHistory, press: @escaping @Sendable () -> Void) {
        self.ledger.withLock { $0 = .init(press: press) }
        for shard in self.shards { shard.cells.withLock { $0.openLedger(history) } }
    }

    /// Goes on with a count that was written down by a process before, and charged with what may have been spent since.
    ///
    /// - Returns: whether there was room.
    package func restore(_ count: LedgerCount, at now: UInt64) -> Bool {
        let hash = self.seed.hash(identity: count.identity, subject: count.subject)
        let key = hash.window(Int(count.index))
        return self.shard(of: hash).cells.withLock { $0.restore(count, key, at: now) }
    }

    /// What has changed since the last time. Each must be written and told of by `wrote`.
    package func takeLedger() -> [LedgerWriting] {
        self.hasPressed.store(false, ordering: .sequentiallyConsistent)
        return self.shards.indices.flatMap { index in
            self.shards[index].cells.withLock { $0.takeLedger(shard: index) }
        }
    }

    /// Whether all that was ever spent has been taken by `takeLedger`, or will be.
    package var isLedgerWhole: Bool { self.shards.allSatisfy { shard in !shard.cells.withLock(\.hasMissed) } }

    /// These are on the disk.
    package func wrote(_ writings: [LedgerWriting]) {
        for writing in writings { self.shards[writing.shard].cells.withLock { $0.wrote(writing) } }
    }

    private func press() {
        guard !self.hasPressed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        self.ledger.withLock { $0 }?.press()
    }
}

/// One lock and the slots behind it.
private final class LimiterShard: Sendable {
    let cells: Mutex<LimiterCells>

    init(slots: Int) { self.cells = .init(.init(count: slots)) }
}
