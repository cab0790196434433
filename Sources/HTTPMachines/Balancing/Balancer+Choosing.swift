extension Balancer {
    /// The endpoint for the next request, or for another try of one; `nil` when there is none at all.
    package mutating func choose(avoiding tried: TriedEndpoints = TriedEndpoints()) -> Int? {
        guard self.eligible.count > 1 else { return self.eligible.first }
        return self.choose(tried, .max(self.settings.mostRequestsEach)) ?? self.choose(tried, .any)
            ?? self.choose(TriedEndpoints(), .any)
    }

    /// Whether there is an endpoint that a request has not been tried on.
    package func hasAnother(than tried: TriedEndpoints) -> Bool {
        for slot in self.eligible where !tried.contains(slot) { return true }
        return false
    }

    /// How busy an endpoint may be.
    private enum Room {
        case any
        case max(Int)
    }

    private mutating func choose(_ tried: TriedEndpoints, _ room: Room) -> Int? {
        switch self.settings.rule {
        case .roundRobin: self.nextInTurn(tried, room)
        case .leastRequests: self.lessBusyOfTwo(tried, room)
        }
    }

    private func admits(_ slot: Int, _ tried: TriedEndpoints, _ room: Room) -> Bool {
        guard !tried.contains(slot) else { return false }
        guard case .max(let most) = room else { return true }
        return self.active(slot) < most
    }

    /// Everybody gets credit for their share; who has the most pays for all.
    private mutating func nextInTurn(_ tried: TriedEndpoints, _ room: Room) -> Int? {
        var best: Int?
        var (bestCredit, total): (Int64, Int64) = (.min, 0)
        for slot in self.eligible where self.admits(slot, tried, room) {
            guard let share = self.members[slot]?.share, let before = self.members[slot]?.credit else { continue }
            let credit = before &+ share
            total &+= share
            self.members[slot]?.credit = credit
            if credit > bestCredit { (best, bestCredit) = (slot, credit) }
        }
        if let best { self.members[best]?.credit &-= total }
        return best
    }

    private mutating func lessBusyOfTwo(_ tried: TriedEndpoints, _ room: Room) -> Int? {
        let count = self.eligible.count
        let first = self.draw(count)
        var second = self.draw(count - 1)
        if second >= first { second += 1 }
        let (one, other) = (self.eligible[first], self.eligible[second])
        switch (self.admits(one, tried, room), self.admits(other, tried, room)) {
        case (true, true): return self.isBusier(one, than: other) ? other : one
        case (true, false): return one
        case (false, true): return other
        case (false, false): return self.leastBusy(tried, room)
        }
    }

    private func leastBusy(_ tried: TriedEndpoints, _ room: Room) -> Int? {
        var best: Int?
        for slot in self.eligible where self.admits(slot, tried, room) {
            if let found = best, !self.isBusier(found, than: slot) { continue }
            best = slot
        }
        return best
    }

    /// Compares requests under way, one more counted, for each part of the share.
    private func isBusier(_ one: Int, than other: Int) -> Bool {
        guard let one = self.members[one], let other = self.members[other] else { return false }
        return Int64(one.active + 1) &* other.share > Int64(other.active + 1) &* one.share
    }

    /// A number below `count` (SplitMix64).
    private mutating func draw(_ count: Int) -> Int {
        self.random &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.random
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        mixed ^= mixed >> 31
        return Int(truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(max(count, 1))).high)
    }
}
