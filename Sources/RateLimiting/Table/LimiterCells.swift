import CPrefetch

/// The slots of one shard: open addressing over a fixed array. The shard's lock is held around every call.
///
/// A slot is given to another subject only when nothing counts in it any more. When a subject finds no slot near its
/// place, it shares one of a few overflow slots with others of the same numbers; and when it later gets a slot of its
/// own, that one begins with what the shared one counted. Both can only refuse early.
struct LimiterCells: Sendable {
    /// Slots a search looks at before it gives up.
    static let reach = 32
    private static let overflowSlots = 16

    /// Whose the slots are; `none` ends a search. A slot once taken stays taken, so that no search breaks off early.
    private var keys: [SubjectHash]
    private var slots: [LimiterSlot]
    private let mask: Int
    /// How often a subject had to share.
    private(set) var overflows: UInt64 = 0

    /// Whether windows that are to be kept are.
    private var isLedgered = false
    private var history = LedgerHistory()
    private var list = LedgerList()
    /// Whether there has ever been something that nobody could be told to write: a count that may not be on the disk.
    private(set) var hasMissed = false
    /// Whether somebody waits for the next writing, or soon will.
    private(set) var isPressing = false

    /// - Parameter count: a power of two, at least `reach`.
    init(count: Int) {
        self.mask = count - 1
        self.keys = .init(repeating: .none, count: count + Self.overflowSlots)
        self.slots = .init(repeating: .unused, count: count + Self.overflowSlots)
    }

    /// Slots that have ever been used.
    var used: Int { self.keys.count { $0 != .none } }

    /// A demand where it lies: it is as long as three cache lines, too long to be copied from call to call.
    typealias Demand = UnsafePointer<LimitDemand>

    /// Weighs one limit, and spends each of its windows that has room.
    mutating func spend(_ demand: Demand, at now: UInt64) -> WeighedLimit {
        let (count, hash) = (Int(demand.pointee.rule.windowCount), demand.pointee.hash)
        var weighed = WeighedLimit(cost: demand.pointee.cost)
        for index in 0..<count { self.prefetch(hash.window(index)) }
        if !demand.pointee.rule.penalty.isNone, let wait = self.ban(hash, at: now) {
            weighed.note(Self.banned(demand.pointee.rule.window(0), wait))
            return weighed
        }
        // One window, as most limits have, is looked for once.
        if count == 1, let place = self.knownPlace(demand, 0) {
            return WeighedLimit(self.spend(demand, 0, at: place, now), at: place, cost: weighed.cost)
        }
        var isKnown = true
        for index in 0..<count where isKnown { isKnown = self.knownPlace(demand, index) != nil }
        if !isKnown { self.carryOver(to: demand.pointee.rule, hash, demand.pointee.period, at: now) }
        for index in 0..<count {
            // Looked for one by one: a slot that was claimed but not spent could be given away to the next window.
            if let place = self.place(of: hash.window(index)) ?? self.claim(demand, index, at: now) {
                let reading = self.spend(demand, index, at: place, now)
                weighed.note(reading)
                if reading.isAdmitted { weighed.took(place) }
            } else {
                weighed.note(Self.noRoom(demand.pointee.rule.window(index)))
            }
        }
        return weighed
    }

    private mutating func spend(_ demand: Demand, _ index: Int, at place: Int, _ now: UInt64) -> LimitReading {
        guard self.isLedgered, self.slots[place].window.isLedgered else {
            return self.slots[place].spend(demand.pointee.cost, in: demand.pointee.period, at: now)
        }
        return self.spendKept(demand, index, at: place, now)
    }

    private mutating func spendKept(_ demand: Demand, _ index: Int, at place: Int, _ now: UInt64) -> LimitReading {
        let cost = demand.pointee.cost
        let maySpend = self.slots[place].mayRunAhead(cost)
        // What may not be spent yet is asked for.
        var reading = self.slots[place].spend(maySpend ? cost : 0, in: demand.pointee.period, at: now)
        guard cost > 0, reading.isAdmitted else { return reading }
        if maySpend {
            self.slots[place].spentAhead(cost)
        } else if reading.remaining < cost {
            // Nothing that is written makes room for it.
            return reading.refused(.window)
        } else {
            reading = reading.refused(.ledger)
        }
        self.list(demand, index, at: place, wanted: maySpend ? 0 : cost)
        return reading
    }

    // MARK: Ledger

    private mutating func list(_ demand: Demand, _ index: Int, at place: Int, wanted: UInt32) {
        if self.slots[place].isPressing || wanted > 0 { self.isPressing = true }
        guard !self.slots[place].isListed else { return }
        let entry = LedgerList.Entry(
            identity: demand.pointee.rule.identity, subject: demand.pointee.subject,
            key: demand.pointee.hash.window(index),
            index: UInt8(truncatingIfNeeded: index), wanted: wanted)
        self.slots[place].isListed = self.list.append(entry)
        if !self.slots[place].isListed { self.hasMissed = true }
    }

    /// From here on windows that are to be kept spend no further ahead than their reserve.
    mutating func openLedger(_ history: LedgerHistory) {
        self.isLedgered = true
        self.history = history
        self.list.open()
    }

    /// Goes on with a count that was written down.
    ///
    /// - Returns: whether there was room.
    mutating func restore(_ count: LedgerCount, _ key: SubjectHash, charging more: UInt32, at now: UInt64) -> Bool {
        let slot = LimiterSlot(count, charging: more)
        guard slot.used(at: now) > 0 else { return true }
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            guard self.keys[place] == .none || self.keys[place] == key else { continue }
            self.keys[place] = key
            self.slots[place] = slot
            return true
        }
        return false
    }

    /// What has to be written down now.
    mutating func takeLedger(shard: Int) -> [LedgerWriting] {
        self.isPressing = false
        return self.list.take().compactMap { entry in
            guard let place = self.place(of: entry.key), self.slots[place].window.isLedgered else { return nil }
            self.slots[place].beginWriting(lease: entry.wanted)
            let count = self.slots[place].ledgerCount(
                entry.identity, entry.subject, entry.index, lease: entry.wanted)
            return .init(count: count, shard: shard, key: entry.key, lease: entry.wanted)
        }
    }

    /// It is on the disk.
    mutating func wrote(_ writing: LedgerWriting) {
        guard let place = self.place(of: writing.key), self.slots[place].stamp == writing.count.stamp else { return }
        self.slots[place].written(writing.count.unwritten, lease: writing.lease)
    }

    // MARK: Penalties

    private static func banned(_ window: LimitWindow, _ wait: UInt64) -> LimitReading {
        var reading = LimitReading(window: window, isAdmitted: false, used: window.capacity, waitNanoseconds: wait)
        reading.cause = .penalty
        return reading
    }

    /// How long whoever asks is banned from the limit; `nil` when they are not.
    private func ban(_ hash: SubjectHash, at now: UInt64) -> UInt64? {
        guard let place = self.place(of: hash.ban) else { return nil }
        let wait = self.slots[place].penalty.wait(at: now)
        return wait > 0 ? wait : nil
    }

    /// A limit with a penalty has refused.
    mutating func noteRefusal(of demand: Demand, at now: UInt64) {
        let penalty = demand.pointee.rule.penalty
        guard !penalty.isNone, demand.pointee.cost > 0 else { return }
        let key = demand.pointee.hash.ban
        // Without a place there is no ban: the limit itself still holds.
        guard let place = self.place(of: key) ?? self.freePlace(for: key, at: now) else { return }
        var state = self.keys[place] == key ? self.slots[place].penalty : PenaltyState()
        state.refuse(by: penalty, at: now)
        self.keys[place] = key
        self.slots[place] = .init(state, longest: penalty.maximumSeconds)
    }

    // MARK: Later

    /// Gives back what a request has spent of a limit.
    mutating func giveBack(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.each(receipt) { $0.giveBack(min(cost, receipt.cost), of: receipt, at: now) }
    }

    /// Counts what a request has cost more than it was counted for.
    mutating func force(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.each(receipt) { $0.force(cost, at: now) }
    }

    private mutating func each(_ receipt: LimitReceipt, _ body: (inout LimiterSlot) -> Void) {
        for index in 0..<Int(receipt.windowCount) {
            guard let place = self.place(of: receipt.hash.window(index)) else { continue }
            body(&self.slots[place])
        }
    }

    /// Undoes what `spend` did to each window it spent.
    mutating func giveBack(_ weighed: WeighedLimit) {
        for index in 0..<weighed.takenCount { self.slots[weighed.place(index)].giveBack(weighed.cost) }
    }

    // MARK: Places

    /// A window's slot that counts under the numbers of the rule.
    private func knownPlace(_ demand: Demand, _ index: Int) -> Int? {
        guard let place = self.place(of: demand.pointee.hash.window(index)) else { return nil }
        return self.slots[place].stamp == demand.pointee.rule.stamp ? place : nil
    }

    /// Begins to load the first slot of a search and its key at the same time.
    private func prefetch(_ key: SubjectHash) {
        let place = self.place(key, 0)
        self.keys.withUnsafeBufferPointer { if let start = $0.baseAddress { gatehouse_prefetch(start + place) } }
        self.slots.withUnsafeBufferPointer { slots in
            guard let start = slots.baseAddress else { return }
            gatehouse_prefetch(start + place)
            gatehouse_prefetch(UnsafeRawPointer(start + place) + 64)
        }
    }

    @inline(__always)
    private func place(of key: SubjectHash) -> Int? {
        // Most searches end where they begin.
        let first = self.place(key, 0)
        return self.keys[first] == key ? first : self.farPlace(of: key)
    }

    private func farPlace(of key: SubjectHash) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.keys[place] == key { return place }
            if self.keys[place] == .none { return nil }
        }
        return nil
    }

    /// A new slot for a window of the limit, or a shared one.
    private mutating func claim(_ demand: Demand, _ index: Int, at now: UInt64) -> Int? {
        let (key, window) = (demand.pointee.hash.window(index), demand.pointee.rule.window(index))
        let isKept = self.isLedgered && window.isLedgered
        if let place = self.freePlace(for: key, at: now) {
            self.keys[place] = key
            self.slots[place] = .init(window: window, stamp: demand.pointee.rule.stamp)
            if isKept, !self.history.isEmpty {
                self.slots[place].charge(self.history, in: demand.pointee.period, at: now)
            }
            if let shared = self.sharedPlace(for: window) { self.slots[place].take(over: self.slots[shared], at: now) }
            return place
        }
        self.overflows &+= 1
        // What is shared is not written down for anybody, nor given back to anybody.
        guard !isKept, !window.isConcurrency else { return nil }
        return self.sharedPlace(for: window) ?? self.newSharedPlace(for: window, at: now)
    }

    /// A slot near the key's place that nobody counts in.
    private func freePlace(for key: SubjectHash, at now: UInt64) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.keys[place] == .none || self.slots[place].used(at: now) == 0 { return place }
        }
        return nil
    }

    private func place(_ key: SubjectHash, _ step: Int) -> Int {
        (Int(truncatingIfNeeded: key.low) &+ step) & self.mask
    }

    // MARK: Overflow

    private var sharedPlaces: Range<Int> { (self.mask + 1)..<self.slots.count }

    private func sharedPlace(for window: LimitWindow) -> Int? {
        guard self.overflows > 0 else { return nil }
        return self.sharedPlaces.first { self.keys[$0] != .none && self.slots[$0].window == window }
    }

    private mutating func newSharedPlace(for window: LimitWindow, at now: UInt64) -> Int? {
        let place = self.sharedPlaces.first { self.keys[$0] == .none || self.slots[$0].used(at: now) == 0 }
        guard let place else { return nil }
        // Shared slots lie outside every search; the key only says that this one is taken.
        self.keys[place] = .init(high: 1, low: 0)
        self.slots[place] = .init(window: window, stamp: 0)
        return place
    }

    /// The table is full of live counts and so are the shared slots: nothing can be counted, so nothing may pass.
    private static func noRoom(_ window: LimitWindow) -> LimitReading {
        LimitReading(
            window: window, isAdmitted: false, used: window.capacity, waitNanoseconds: 1_000_000_000
        ).refused(.noPlace)
    }

    // MARK: Change of numbers

    /// When the limit had other numbers before, its windows go on with what was counted under those.
    ///
    /// A window of the same length goes on exactly. A new one begins with the most that any old one had counted: that
    /// bounds what it would have counted itself wherever an old window was as long, and is all that is known where not.
    private mutating func carryOver(
        to rule: LimitRule, _ hash: SubjectHash, _ period: LimitPeriod, at now: UInt64
    ) {
        var old = InlineArray<4, LimiterSlot?>(repeating: nil)
        var most: UInt32 = 0
        for index in 0..<LimitRule.mostWindows {
            guard let place = self.place(of: hash.window(index)), self.slots[place].stamp != rule.stamp else {
                continue
            }
            old[index] = self.slots[place]
            most = max(most, self.slots[place].used(at: now))
            let window = rule.window(min(index, Int(rule.windowCount) - 1))
            self.slots[place] = .init(window: window, stamp: rule.stamp)
        }
        guard most > 0 else { return }
        for index in 0..<Int(rule.windowCount) {
            let (key, window) = (hash.window(index), rule.window(index))
            let known = self.place(of: key)
            guard known == nil || old[index] != nil else { continue }
            guard let place = known ?? self.freePlace(for: key, at: now) else { continue }
            if known == nil {
                self.keys[place] = key
                self.slots[place] = .init(window: window, stamp: rule.stamp)
            }
            var twin: LimiterSlot?
            for other in 0..<LimitRule.mostWindows where old[other]?.isLike(window) ?? false { twin = old[other] }
            if let twin {
                self.slots[place].take(over: twin, at: now)
            } else {
                self.slots[place].seed(used: most, in: period, at: now)
            }
        }
    }
}
