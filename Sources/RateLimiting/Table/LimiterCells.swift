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

    /// - Parameter count: a power of two, at least `reach`.
    init(count: Int) {
        self.mask = count - 1
        self.keys = .init(repeating: .none, count: count + Self.overflowSlots)
        self.slots = .init(repeating: .unused, count: count + Self.overflowSlots)
    }

    /// Slots that have ever been used.
    var used: Int { self.keys.count { $0 != .none } }

    /// Weighs one limit, and spends each of its windows that has room.
    mutating func spend(_ demand: inout LimitDemand, at now: UInt64) -> WeighedLimit {
        let count = Int(demand.rule.windowCount)
        var weighed = WeighedLimit(cost: demand.cost)
        var isKnown = true
        for index in 0..<count { self.prefetch(demand.hash.window(index)) }
        for index in 0..<count where isKnown { isKnown = self.isKnown(demand, index) }
        if !isKnown { self.carryOver(to: demand.rule, demand.hash, at: now) }
        for index in 0..<count {
            // Looked for one by one: a slot that was claimed but not spent could be given away to the next window.
            let (key, window) = (demand.hash.window(index), demand.rule.window(index))
            guard let place = self.place(of: key) ?? self.claim(key, window, demand.rule.stamp, at: now) else {
                weighed.note(Self.noRoom(window))
                continue
            }
            let reading = self.slots[place].spend(demand.cost, at: now)
            weighed.note(reading)
            if reading.isAdmitted { weighed.took(place) }
        }
        return weighed
    }

    /// Undoes what `spend` did to each window it spent.
    mutating func giveBack(_ weighed: WeighedLimit) {
        for index in 0..<weighed.takenCount { self.slots[weighed.place(index)].giveBack(weighed.cost) }
    }

    // MARK: Places

    /// Whether a window has its slot, and counts under the numbers of the rule.
    private func isKnown(_ demand: LimitDemand, _ index: Int) -> Bool {
        self.place(of: demand.hash.window(index)).map { self.slots[$0].stamp == demand.rule.stamp } ?? false
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

    private func place(of key: SubjectHash) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.keys[place] == key { return place }
            if self.keys[place] == .none { return nil }
        }
        return nil
    }

    /// A new slot for that key, or a shared one.
    private mutating func claim(_ key: SubjectHash, _ window: LimitWindow, _ stamp: UInt32, at now: UInt64) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            guard self.keys[place] == .none || self.slots[place].used(at: now) == 0 else { continue }
            self.keys[place] = key
            self.slots[place] = .init(window: window, stamp: stamp)
            if let shared = self.sharedPlace(for: window) { self.slots[place].take(over: self.slots[shared], at: now) }
            return place
        }
        self.overflows &+= 1
        return self.sharedPlace(for: window) ?? self.newSharedPlace(for: window, at: now)
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
        .init(window: window, isAdmitted: false, used: window.capacity, waitNanoseconds: 1_000_000_000)
    }

    // MARK: Change of numbers

    /// When the limit had other numbers before, its windows go on with what was counted under those.
    ///
    /// A window of the same length goes on exactly. A new one begins with the most that any old one had counted: that
    /// bounds what it would have counted itself wherever an old window was as long, and is all that is known where not.
    private mutating func carryOver(to rule: LimitRule, _ hash: SubjectHash, at now: UInt64) {
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
            guard let place = known ?? self.claim(key, window, rule.stamp, at: now) else { continue }
            var twin: LimiterSlot?
            for other in 0..<LimitRule.mostWindows where old[other]?.isLike(window) ?? false { twin = old[other] }
            if let twin {
                self.slots[place].take(over: twin, at: now)
            } else {
                self.slots[place].seed(used: most, at: now)
            }
        }
    }
}
