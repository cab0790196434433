import CPrefetch

/// Where a subject's slot is, and who gets one.
extension LimiterCells {
    /// A window's slot that counts under the numbers of the rule.
    func knownPlace(_ demand: Demand, _ index: Int) -> Int? {
        guard let place = self.place(of: demand.pointee.hash.window(index)) else { return nil }
        return self.slots[place].stamp == demand.pointee.rule.stamp ? place : nil
    }

    /// Begins to load the first slot of a search and its key at the same time.
    func prefetch(_ key: SubjectHash) {
        let place = self.place(key, 0)
        self.keys.withUnsafeBufferPointer { if let start = $0.baseAddress { gatehouse_prefetch(start + place) } }
        self.slots.withUnsafeBufferPointer { slots in
            guard let start = slots.baseAddress else { return }
            gatehouse_prefetch(start + place)
            gatehouse_prefetch(UnsafeRawPointer(start + place) + 64)
        }
    }

    @inline(__always)
    func place(of key: SubjectHash) -> Int? {
        // Most searches end where they begin.
        let first = self.place(key, 0)
        return self.keys[first] == key ? first : self.farPlace(of: key)
    }

    func farPlace(of key: SubjectHash) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.keys[place] == key { return place }
            if self.keys[place] == .none { return nil }
        }
        return nil
    }

    /// A new slot for a window of the limit, or a shared one.
    mutating func claim(_ demand: Demand, _ index: Int, at now: UInt64) -> Int? {
        let (key, window) = (demand.pointee.hash.window(index), demand.pointee.rule.window(index))
        let isKept = self.isLedgered && window.isLedgered
        if let place = self.freePlace(for: key, at: now) {
            self.take(place, for: key)
            self.slots[place] = .init(window: window, stamp: demand.pointee.rule.stamp)
            if isKept, !self.history.isEmpty {
                self.slots[place].charge(self.history, in: demand.pointee.period, at: now)
                self.usage.charged &+= UInt64(self.slots[place].used(at: now))
            }
            if let shared = self.sharedPlace(for: window) { self.slots[place].take(over: self.slots[shared], at: now) }
            return place
        }
        self.usage.overflows &+= 1
        // What is shared is not written down for anybody, nor given back to anybody.
        guard !isKept, !window.isConcurrency else { return nil }
        return self.sharedPlace(for: window) ?? self.newSharedPlace(for: window, at: now)
    }

    /// Gives a place to a key.
    mutating func take(_ place: Int, for key: SubjectHash) {
        if self.keys[place] == .none { self.usage.slots &+= 1 }
        self.keys[place] = key
    }

    /// A slot near the key's place that nobody counts in.
    func freePlace(for key: SubjectHash, at now: UInt64) -> Int? {
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            if self.keys[place] == .none || self.slots[place].used(at: now) == 0 { return place }
        }
        return nil
    }

    func place(_ key: SubjectHash, _ step: Int) -> Int {
        (Int(truncatingIfNeeded: key.low) &+ step) & self.mask
    }

    // MARK: Overflow

    var sharedPlaces: Range<Int> { (self.mask + 1)..<self.slots.count }

    /// Whether more than one subject may be counted there.
    func isShared(_ place: Int) -> Bool { place > self.mask }

    func sharedPlace(for window: LimitWindow) -> Int? {
        guard self.usage.overflows > 0 else { return nil }
        return self.sharedPlaces.first { self.keys[$0] != .none && self.slots[$0].window == window }
    }

    mutating func newSharedPlace(for window: LimitWindow, at now: UInt64) -> Int? {
        let place = self.sharedPlaces.first { self.keys[$0] == .none || self.slots[$0].used(at: now) == 0 }
        guard let place else { return nil }
        // Shared slots lie outside every search; the key only says that this one is taken.
        self.take(place, for: .init(high: 1, low: 0))
        self.slots[place] = .init(window: window, stamp: 0)
        return place
    }

    /// The table is full of live counts and so are the shared slots: nothing can be counted, so nothing may pass.
    static func noRoom(_ window: LimitWindow) -> LimitReading {
        LimitReading(
            window: window, isAdmitted: false, used: window.capacity, waitNanoseconds: 1_000_000_000
        ).refused(.noPlace)
    }
}
