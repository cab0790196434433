/// Windows that are kept over the end of the process: what may be spent before it is written down, and what is to be
/// written.
extension LimiterCells {
    mutating func spendKept(_ demand: Demand, _ index: Int, at place: Int, _ now: UInt64) -> LimitReading {
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
        self.list(
            .init(
                identity: demand.pointee.rule.identity, subject: demand.pointee.subject,
                key: demand.pointee.hash.window(index), index: UInt8(truncatingIfNeeded: index),
                wanted: maySpend ? 0 : cost), at: place)
        return reading
    }

    /// The count at a place has changed: it is to be written down.
    mutating func list(_ entry: LedgerList.Entry, at place: Int) {
        if self.slots[place].isPressing || entry.wanted > 0 { self.isPressing = true }
        guard !self.slots[place].isListed else { return }
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
    mutating func restore(_ count: LedgerCount, _ key: SubjectHash, at now: UInt64) -> Bool {
        let slot = LimiterSlot(count)
        guard slot.used(at: now) > 0 else { return true }
        for step in 0..<Self.reach {
            let place = self.place(key, step)
            guard self.keys[place] == .none || self.keys[place] == key else { continue }
            self.take(place, for: key)
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
}
