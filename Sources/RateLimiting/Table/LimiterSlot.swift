/// The count of one window of one limit for one subject. Flat, so that a table of them is one run of memory.
struct LimiterSlot: Sendable, BitwiseCopyable {
    let window: LimitWindow
    /// The stamp of the rule these numbers came from.
    let stamp: UInt32
    private var arrival: UInt128
    private var counts: WindowCounts

    /// A slot nobody has taken yet.
    static let unused = Self(window: .slidingWindow(limit: 1, seconds: 1), stamp: 0)

    /// A slot in which nothing is spent.
    init(window: LimitWindow, stamp: UInt32) {
        self.window = window
        self.stamp = stamp
        self.arrival = TokenBucket.fresh
        self.counts = .init()
    }

    mutating func spend(_ cost: UInt32, at now: UInt64) -> LimitReading {
        self.window.isTokenBucket
            ? TokenBucket(self.window).spend(cost, at: now, arrival: &self.arrival)
            : SlidingWindow(self.window).spend(cost, at: now, counts: &self.counts)
    }

    mutating func giveBack(_ cost: UInt32) {
        if self.window.isTokenBucket {
            TokenBucket(self.window).giveBack(cost, arrival: &self.arrival)
        } else {
            SlidingWindow(self.window).giveBack(cost, counts: &self.counts)
        }
    }

    /// What counts at that moment. 0 makes the slot as good as new: only then may another subject have it.
    func used(at now: UInt64) -> UInt32 {
        self.window.isTokenBucket
            ? TokenBucket(self.window).used(at: now, arrival: self.arrival)
            : SlidingWindow(self.window).used(at: now, counts: self.counts)
    }

    /// Goes on under other numbers with what `old` counted. Windows of one length share their cells, so nothing is
    /// lost or gained; otherwise everything counts as used just now, which can only be stricter.
    mutating func take(over old: LimiterSlot, at now: UInt64) {
        guard !self.window.isTokenBucket, !old.window.isTokenBucket, self.window.seconds == old.window.seconds else {
            return self.seed(used: old.used(at: now), at: now)
        }
        self.counts = old.counts
    }

    /// Begins with so much of its capacity used.
    mutating func seed(used: UInt32, at now: UInt64) {
        if self.window.isTokenBucket {
            self.arrival = TokenBucket(self.window).arrival(used: used, at: now)
        } else {
            self.counts = SlidingWindow(self.window).counts(used: used, at: now)
        }
    }

    /// Whether the count means the same under those numbers, but for the limit itself.
    func isLike(_ other: LimitWindow) -> Bool {
        self.window.seconds == other.seconds && self.window.isTokenBucket == other.isTokenBucket
    }
}
