/// The slots of one shard: open addressing over a fixed array. The shard's lock is held around every call.
///
/// A slot is given to another subject only when nothing counts in it any more. When a subject finds no slot near its
/// place, it shares one of a few overflow slots with others of the same numbers; and when it later gets a slot of its
/// own, that one begins with what the shared one counted. Both can only refuse early.
struct LimiterCells: Sendable {
    /// Slots a search looks at before it gives up.
    static let reach = 32
    private static let overflowSlots = 16

    private var slots: [LimiterSlot]
    private let mask: Int
    /// How often a subject had to share.
    private(set) var overflows: UInt64 = 0

    /// - Parameter count: a power of two, at least `reach`.
    init(count: Int) {
        self.mask = count - 1
        self.slots = .init(repeating: .unused, count: count + Self.overflowSlots)
    }

    /// Slots that have ever been used.
    var used: Int { self.slots.count(where: \.isUsed) }

    /// Weighs one limit, and spends each of its windows that has room.
    mutating func spend(_ demand: LimitDemand, _ hash: SubjectHash, at now: UInt64) -> WeighedLimit {
        let rule = demand.rule
        var weighed = WeighedLimit(cost: demand.cost)
        let known = self.knownPlaces(of: rule, hash)
        if known == nil { self.carryOver(to: rule, hash, at: now) }
        for index in 0..<rule.windowCount {
            // Claimed one by one: a slot that was claimed but not spent could be given away to the next window.
            let place = known?[index] ?? self.claim(hash.window(index), rule.window(index), rule.stamp, at: now)
            guard let place else {
                weighed.note(Self.noRoom(rule.window(index)))
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

    /// The slot of each window; `nil` unless all are there and count under these numbers.
    private func knownPlaces(of rule: LimitRule, _ hash: SubjectHash) -> InlineArray<4, Int>? {
        var places = InlineArray<4, Int>(repeating: 0)
        for index in 0..<rule.windowCount {
            guard let place = self.place(of: hash.window(index)), self.slots[place].stamp == rule.stamp else {
                return nil
            }
            places[index] = place
        }
        return places
    }

    private func place(of key: SubjectHash) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.slots[place].key == key, self.slots[place].isUsed { return place }
            if !self.slots[place].isUsed { return nil }
        }
        return nil
    }

    /// The slot of that key: its own, a new one, or a shared one.
    private mutating func claim(_ key: SubjectHash, _ window: LimitWindow, _ stamp: UInt32, at now: UInt64) -> Int? {
        if let place = self.place(of: key) { return place }
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            guard !self.slots[place].isUsed || self.slots[place].used(at: now) == 0 else { continue }
            self.slots[place] = .init(key: key, window: window, stamp: stamp)
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
        return self.sharedPlaces.first { self.slots[$0].isUsed && self.slots[$0].window == window }
    }

    private mutating func newSharedPlace(for window: LimitWindow, at now: UInt64) -> Int? {
        let place = self.sharedPlaces.first { !self.slots[$0].isUsed || self.slots[$0].used(at: now) == 0 }
        if let place { self.slots[place] = .init(key: .init(high: 0, low: 0), window: window, stamp: 0) }
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
            let window = rule.window(min(index, rule.windowCount - 1))
            self.slots[place] = .init(key: hash.window(index), window: window, stamp: rule.stamp)
        }
        guard most > 0 else { return }
        for index in 0..<rule.windowCount {
            let window = rule.window(index)
            let wasCurrent = old[index] == nil && self.place(of: hash.window(index)) != nil
            guard !wasCurrent, let place = self.claim(hash.window(index), window, rule.stamp, at: now) else { continue }
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
