/// The count of one window of one limit for one subject. Flat, so that a table of them is one run of memory.
struct LimiterSlot: Sendable, BitwiseCopyable {
    /// How long the count of a period is kept behind its end: civil time and the monotonic clock do not agree to the
    /// millisecond.
    static let grace: UInt64 = 120_000_000_000

    let window: LimitWindow
    /// The stamp of the rule these numbers came from.
    let stamp: UInt32
    private var arrival: UInt128
    private var counts: WindowCounts
    /// What was spent and is not known to be written down; of a ban its refusals and level.
    private(set) var ahead: UInt32 = 0
    /// What may be spent beyond the reserve, shifted by one; the lowest bit says that the ledger has been told that there is
    /// something to write. One word, so that a slot stays as small as it is.
    private var leaseWord: UInt32 = 0

    /// A slot nobody has taken yet.
    static let unused = Self(window: .slidingWindow(limit: 1, seconds: 1), stamp: 0)

    /// A slot in which nothing is spent.
    init(window: LimitWindow, stamp: UInt32) {
        self.window = window
        self.stamp = stamp
        self.arrival = TokenBucket.fresh
        self.counts = .init()
    }

    /// The state in which a ban is kept.
    init(_ state: PenaltyState, longest: UInt32) {
        self.init(window: .slidingWindow(limit: longest, seconds: LimitWindow.longestSeconds), stamp: Self.banStamp)
        self.arrival = UInt128(state.until) << 64 | UInt128(state.offence)
        self.ahead = min(state.refusals, 0xff_ffff) << 8 | UInt32(state.level)
    }

    /// Marks slots that hold bans: no rule has it by more than chance, and rules never find such slots.
    static let banStamp: UInt32 = 0xb4_2d_b4_2d

    var penalty: PenaltyState {
        .init(
            until: UInt64(truncatingIfNeeded: self.arrival >> 64), offence: UInt64(truncatingIfNeeded: self.arrival),
            refusals: self.ahead >> 8, level: UInt8(truncatingIfNeeded: self.ahead))
    }

    mutating func spend(_ cost: UInt32, in period: LimitPeriod, at now: UInt64) -> LimitReading {
        switch self.window.kind {
        case .bucket: return TokenBucket(self.window).spend(cost, at: now, arrival: &self.arrival)
        case .sliding: return SlidingWindow(self.window).spend(cost, at: now, counts: &self.counts)
        case .period:
            if period.number >= self.counts.newest { self.arrival = UInt128(period.end) }
            return PeriodWindow(self.window).spend(cost, in: period, at: now, counts: &self.counts)
        case .concurrency: return ConcurrencyWindow(self.window).spend(cost, counts: &self.counts)
        }
    }

    /// Undoes a spending that nothing has followed: exact under the lock it happened under.
    mutating func giveBack(_ cost: UInt32) {
        if self.window.isTokenBucket {
            TokenBucket(self.window).giveBack(cost, arrival: &self.arrival)
        } else {
            self.counts.remove(cost)
            if self.window.isLedgered { self.ahead -= min(cost, self.ahead) }
        }
    }

    /// Gives back some of what a request spent a while ago: no more than still counts of it.
    mutating func giveBack(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        switch self.window.kind {
        case .bucket:
            TokenBucket(self.window).giveBack(cost, spentAt: receipt.spentAt, at: now, arrival: &self.arrival)
        case .sliding:
            self.counts.remove(cost, from: receipt.spentAt / SlidingWindow.width(self.window))
        case .period: self.counts.remove(cost, from: receipt.period)
        case .concurrency: self.counts.remove(cost)
        }
    }

    /// Counts more than was asked for, whatever the limit says.
    mutating func force(_ cost: UInt32, at now: UInt64) {
        switch self.window.kind {
        case .bucket: TokenBucket(self.window).force(cost, at: now, arrival: &self.arrival)
        case .sliding, .period:
            if self.window.kind == .sliding { self.counts.advance(to: now / SlidingWindow.width(self.window)) }
            self.counts.force(cost)
            self.ahead = UInt32(clamping: UInt64(self.ahead) + UInt64(cost))
        case .concurrency: break
        }
    }

    /// What counts at that moment. 0 makes the slot as good as new: only then may another subject have it.
    func used(at now: UInt64) -> UInt32 {
        guard self.stamp != Self.banStamp else {
            return self.penalty.isForgotten(at: now, longest: self.window.limit) ? 0 : 1
        }
        switch self.window.kind {
        case .bucket: return TokenBucket(self.window).used(at: now, arrival: self.arrival)
        case .sliding: return SlidingWindow(self.window).used(at: now, counts: self.counts)
        case .period:
            let end = UInt64(truncatingIfNeeded: self.arrival)
            let (last, isEndless) = end.addingReportingOverflow(Self.grace)
            return !isEndless && now >= last ? 0 : self.counts.total
        case .concurrency: return self.counts.total
        }
    }

    /// Goes on under other numbers with what `old` counted. Windows of one length share their cells, so nothing is
    /// lost or gained; otherwise everything counts as used just now, which can only be stricter.
    mutating func take(over old: LimiterSlot, at now: UInt64) {
        guard !self.window.isTokenBucket, self.isLike(old.window) || old.isLike(self.window) else {
            guard old.isTwin(of: self.window, under: self.stamp) else {
                return self.seed(used: old.used(at: now), in: .none, at: now)
            }
            let level = TokenBucket(old.window).level(at: now, arrival: old.arrival)
            self.arrival = TokenBucket(self.window).arrival(level: level, at: now)
            return
        }
        self.counts = old.counts
        self.arrival = old.arrival
        self.ahead = old.ahead
        self.leaseWord = old.leaseWord
    }

    /// Begins with so much of its capacity used.
    mutating func seed(used: UInt32, in period: LimitPeriod, at now: UInt64) {
        switch self.window.kind {
        case .bucket: self.arrival = TokenBucket(self.window).arrival(used: used, at: now)
        case .sliding: self.counts = SlidingWindow(self.window).counts(used: used, at: now)
        case .period:
            self.counts = .init()
            self.counts.advance(toPeriod: period.number)
            self.counts.add(min(used, self.window.limit))
            self.arrival = UInt128(period.end)
        // Requests under way are not known by another measure.
        case .concurrency: break
        }
    }

    /// Whether the count means the same under those numbers, but for the limit itself.
    func isLike(_ other: LimitWindow) -> Bool {
        self.window.seconds == other.seconds && self.window.kind == other.kind && !self.window.isTokenBucket
    }

    /// Whether the count goes on as it is under those numbers and that stamp: it is alike, or both are buckets of one limit
    /// that is lowered or raised for a time. A bucket that goes up and down must not forget what was taken from it.
    func isTwin(of other: LimitWindow, under stamp: UInt32) -> Bool {
        guard self.window.isTokenBucket, other.isTokenBucket else { return self.isLike(other) }
        return self.window.seconds == other.seconds && (self.stamp | stamp) & LimitRule.scaledBit != 0
    }

    /// Whether so much was refused only because the oldest cell of the window counts whole.
    func isRefusedByOldestCell(_ cost: UInt32) -> Bool {
        guard self.window.kind == .sliding else { return false }
        let asked = UInt64(self.counts.total) + UInt64(cost)
        return asked <= UInt64(self.window.limit) + UInt64(self.counts.oldest)
    }

    // MARK: Ledger

    var isListed: Bool {
        get { self.leaseWord & 1 != 0 }
        set { self.leaseWord = self.leaseWord & ~1 | (newValue ? 1 : 0) }
    }

    private(set) var lease: UInt32 {
        get { self.leaseWord >> 1 }
        set { self.leaseWord = min(newValue, .max >> 1) << 1 | self.leaseWord & 1 }
    }

    /// Whether so much may be spent before more is written down.
    func mayRunAhead(_ cost: UInt32) -> Bool {
        let bound = UInt64(LedgerReserve.of(self.window.limit)) + UInt64(self.lease)
        return UInt64(self.ahead) + UInt64(cost) <= bound
    }

    /// Whether so much is spent ahead that the next writing should not wait for its turn.
    var isPressing: Bool { self.ahead > LedgerReserve.of(self.window.limit) / 2 }

    mutating func spentAhead(_ cost: UInt32) { self.ahead = UInt32(clamping: UInt64(self.ahead) + UInt64(cost)) }

    /// The count is about to be written, with a lease beside it. A smaller lease holds from here on.
    mutating func beginWriting(lease: UInt32) {
        self.isListed = false
        self.lease = min(self.lease, lease)
    }

    mutating func written(_ amount: UInt32, lease: UInt32) {
        self.ahead -= min(amount, self.ahead)
        self.lease = lease
    }

    /// The count as it is written down.
    func ledgerCount(_ identity: UInt64, _ subject: LimitSubject, _ index: UInt8, lease: UInt32) -> LedgerCount {
        let isSliding = self.window.kind == .sliding
        return .init(
            identity: identity, subject: subject, index: index, stamp: self.stamp, window: self.window,
            newest: self.counts.newest, end: isSliding ? 0 : UInt64(truncatingIfNeeded: self.arrival),
            cells: .init { age in
                let leased = age == 0 ? lease : 0
                guard isSliding else { return age == 0 ? Self.sum(self.counts.total, leased) : 0 }
                guard UInt64(age) <= self.counts.newest else { return 0 }
                return Self.sum(self.counts.count(of: self.counts.newest - UInt64(age)), leased)
            },
            unwritten: self.ahead)
    }

    private static func sum(_ left: UInt32, _ right: UInt32) -> UInt32 {
        UInt32(clamping: UInt64(left) + UInt64(right))
    }

    /// A slot that goes on with a count that was written down.
    init(_ count: LedgerCount) {
        self.init(window: count.window, stamp: count.stamp)
        if count.window.kind == .period {
            self.counts.advance(toPeriod: count.newest)
            self.counts.force(count.cells[0])
            self.arrival = UInt128(count.end)
        } else {
            for age in count.cells.indices.reversed() where UInt64(age) <= count.newest {
                self.counts.advance(to: count.newest - UInt64(age))
                self.counts.force(count.cells[age])
            }
            self.counts.advance(to: count.newest)
        }
    }

    /// Charges what somebody without a written count may have spent before processes ended.
    mutating func charge(_ history: LedgerHistory, in period: LimitPeriod, at now: UInt64) {
        let reserve = UInt64(LedgerReserve.of(self.window.limit))
        if self.window.kind == .period {
            self.counts.advance(toPeriod: period.number)
            self.arrival = UInt128(period.end)
            self.counts.force(UInt32(clamping: reserve * UInt64(history.count(since: period.start))))
        } else if self.window.kind == .sliding {
            let width = SlidingWindow.width(self.window)
            for end in history.ends {
                self.counts.advance(to: end.at / width)
                self.counts.force(UInt32(clamping: reserve * UInt64(end.count)))
            }
            self.counts.advance(to: now / width)
        }
    }
}
